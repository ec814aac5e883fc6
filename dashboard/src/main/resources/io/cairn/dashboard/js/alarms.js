// What a person on call must know first. Pure: from answers of the API to a list.
import { duration } from './format.js';
import { inProgress } from './parts.js';

const LATE_FACTOR = 3;
const LATE_AT_LEAST_MILLIS = 10000;

const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length === 0 ? 0 : sorted[Math.floor(sorted.length / 2)];
};

const ORDER = ['PENDING', 'STARTED', 'LOCAL', 'ACKED'];

const DOING = { PENDING: 'has not seen the barrier', STARTED: 'aligns or takes its local snapshot', LOCAL: 'uploads' };

/** The tasks that a checkpoint waits for, the least advanced first. */
export const waitingFor = (checkpoint) =>
  (Array.isArray(checkpoint.tasks) ? checkpoint.tasks : [])
    .filter((row) => row.phase !== 'ACKED')
    .sort((a, b) => ORDER.indexOf(a.phase) - ORDER.indexOf(b.phase) || a.task - b.task);

const lateCheckpoint = ({ job, checkpoint, list }) => {
  const usual = median(list.checkpoints.filter((c) => c.state === 'COMPLETED').map((c) => c.durationMillis));
  if (!inProgress(checkpoint) || checkpoint.durationMillis < Math.max(LATE_AT_LEAST_MILLIS, LATE_FACTOR * usual)) return [];
  const waiting = waitingFor(checkpoint);
  const first = waiting[0];
  const where = checkpoint.state === 'COMMITTING'
    ? 'every task has acknowledged; the metadata is not durable yet: look at the blob store'
    : first
      ? `waits for ${waiting.length} of ${checkpoint.taskCount} tasks; ${first.operator}/${first.instance} on ${first.agent || 'no agent'} ${DOING[first.phase]}`
      : 'waits';
  return [{ severity: 'bad', subject: `${job.name} #${checkpoint.id}`, link: `#/jobs/${job.id}/checkpoints/${checkpoint.id}`, text: `late: ${duration(checkpoint.durationMillis)} so far, usually ${duration(usual)}; ${where}` }];
};

const jobAlarms = (job) => {
  const link = `#/jobs/${job.id}`;
  if (job.state === 'FAILED') return [{ severity: 'bad', subject: job.name, link, text: `FAILED: ${job.reason}` }];
  if (['RESTARTING', 'SUBMITTED', 'DEPLOYING', 'SALVAGING'].includes(job.state)) {
    return [{ severity: 'warn', subject: job.name, link, text: `${job.state}${job.reason ? `: ${job.reason}` : ''}` }];
  }
  if (job.checkpointing === 'PAUSED') return [{ severity: 'warn', subject: job.name, link, text: 'its periodic checkpoints are paused' }];
  return [];
};

const memberAlarms = (health) =>
  (health?.members ?? [])
    .filter((member) => !['OK', 'NOT_COMPARED'].includes(member.verdict))
    .map((member) => ({
      severity: ['DIFFERS', 'FOREIGN'].includes(member.verdict) ? 'bad' : 'warn',
      subject: member.id,
      link: '#/members',
      text: `${member.verdict}${member.detail ? `: ${member.detail}` : ''}`,
    }));

/** All of them, the worst first. */
export const alarmsOf = (cluster, jobs, health, details) => {
  const alarms = [];
  if (cluster.stale) alarms.push({ severity: 'bad', subject: 'no quorum', link: '#/members', text: `what is shown is what ${cluster.id} knows by itself and may be old` });
  else if (!cluster.leader) alarms.push({ severity: 'bad', subject: 'no leader', link: '#/members', text: 'an election is going on' });
  alarms.push(...memberAlarms(health));
  for (const agent of cluster.agents.filter((a) => a.state === 'LOST')) {
    alarms.push({ severity: 'warn', subject: agent.id, link: '#/', text: 'this agent is lost; its tasks run elsewhere when there are free slots' });
  }
  alarms.push(...jobs.flatMap(jobAlarms), ...details.flatMap(lateCheckpoint));
  return alarms.sort((a, b) => (a.severity === b.severity ? 0 : a.severity === 'bad' ? -1 : 1));
};
