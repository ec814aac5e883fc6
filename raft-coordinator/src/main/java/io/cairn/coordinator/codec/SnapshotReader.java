package io.cairn.coordinator.codec;

import io.cairn.coordinator.checkpoint.AgentId;
import io.cairn.coordinator.checkpoint.AgentState;
import io.cairn.coordinator.checkpoint.ClusterState;
import io.cairn.coordinator.checkpoint.HashedMap;
import io.cairn.coordinator.checkpoint.History;
import io.cairn.coordinator.checkpoint.JobId;
import io.cairn.coordinator.checkpoint.JobState;
import io.cairn.coordinator.checkpoint.MemberDirectory;
import io.cairn.coordinator.checkpoint.RequestLog;
import io.cairn.coordinator.checkpoint.SettingsHistory;
import io.cairn.protocol.v1.ClusterHeader;
import io.cairn.protocol.v1.SnapshotRecord;
import org.jspecify.annotations.Nullable;

/**
 * Builds a state from records. One use, one thread. Throws IllegalArgumentException on nonsense.
 */
final class SnapshotReader {
  static final int VERSION = 1;

  private @Nullable ClusterHeader header;
  private @Nullable JobAssembly open;
  private HashedMap<AgentId, AgentState> agents = HashedMap.empty();
  private HashedMap<JobId, JobState> jobs = HashedMap.empty();
  private RequestLog requests = RequestLog.EMPTY;
  private History history = History.EMPTY;
  private SettingsHistory settings = SettingsHistory.EMPTY;
  private MemberDirectory members = MemberDirectory.EMPTY;

  void accept(SnapshotRecord record) {
    if (header == null && !record.hasHeader()) {
      throw new IllegalArgumentException("a snapshot begins with a header");
    }
    switch (record.getRecordCase()) {
      case HEADER -> begin(record.getHeader());
      case AGENT -> {
        AgentState agent = AgentCodec.decode(record.getAgent());
        agents = agents.plus(agent.id(), agent);
      }
      case REQUEST -> requests = requests.plus(OutcomeCodec.decode(record.getRequest()));
      case JOB -> {
        closeJob();
        open = new JobAssembly(record.getJob());
      }
      case ATTEMPT -> job().attempt(record.getAttempt());
      case TASK_STATE -> job().taskState(record.getTaskState());
      case CHECKPOINT -> job().checkpoint(record.getCheckpoint());
      case TASK_PROGRESS -> job().taskProgress(record.getTaskProgress());
      case SETTINGS_CHANGE ->
          settings = settings.plus(SettingsCodec.decode(record.getSettingsChange()));
      case MEMBER -> members = members.plus(MemberCodec.decode(record.getMember()));
      case REMOVED_MEMBER -> members = members.plus(MemberCodec.decode(record.getRemovedMember()));
      case LEADER_TERM -> members = members.plus(MemberCodec.decode(record.getLeaderTerm()));
      case MEMBER_CHANGE -> members = members.plus(MemberCodec.decode(record.getMemberChange()));
      case CONDEMNED -> job().condemned(record.getCondemned());
      case END, RECORD_NOT_SET -> throw new IllegalArgumentException("an unknown record");
    }
  }

  ClusterState finish() {
    closeJob();
    ClusterHeader start = header;
    if (start == null) {
      throw new IllegalArgumentException("the snapshot is empty");
    }
    return new ClusterState(
        start.getClusterId(),
        start.getElapsedMillis(),
        start.getWallMillis(),
        start.getLastJob(),
        start.getLastIncarnation(),
        agents,
        jobs,
        new RequestLog(start.getNextRequest(), requests.answers(), requests.order()),
        history,
        new SettingsHistory(start.getLastSettingsChange(), settings.changes()),
        members);
  }

  private void begin(ClusterHeader message) {
    if (message.getVersion() != VERSION) {
      throw new IllegalArgumentException("unknown version " + message.getVersion());
    }
    header = message;
  }

  private JobAssembly job() {
    JobAssembly current = open;
    if (current == null) {
      throw new IllegalArgumentException("a part of a job before any job");
    }
    return current;
  }

  private void closeJob() {
    JobAssembly done = open;
    if (done != null) {
      JobState job = done.build();
      jobs = jobs.plus(job.id(), job);
      history = done.addTo(history);
      open = null;
    }
  }
}
