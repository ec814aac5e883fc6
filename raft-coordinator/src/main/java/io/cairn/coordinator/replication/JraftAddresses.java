package io.cairn.coordinator.replication;

import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.entity.PeerId;
import io.cairn.process.HostPort;

/** How jraft names our addresses. */
final class JraftAddresses {
  private JraftAddresses() {}

  static PeerId peer(HostPort raft) {
    return new PeerId(raft.host(), raft.port());
  }

  static HostPort address(PeerId peer) {
    return new HostPort(peer.getIp(), peer.getPort());
  }

  static Configuration configuration(Membership membership) {
    Configuration conf = new Configuration();
    membership.members().forEach(member -> conf.addPeer(peer(member.raft())));
    return conf;
  }
}
