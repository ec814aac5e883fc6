package io.cairn.coordinator.replication;

import com.alipay.remoting.ConnectionEventType;
import com.alipay.remoting.config.BoltServerOption;
import com.alipay.remoting.rpc.RpcServer;
import com.alipay.sofa.jraft.JRaftUtils;
import com.alipay.sofa.jraft.NodeManager;
import com.alipay.sofa.jraft.rpc.ProtobufMsgFactory;
import com.alipay.sofa.jraft.rpc.impl.BoltRpcServer;
import com.alipay.sofa.jraft.rpc.impl.PingRequestProcessor;
import com.alipay.sofa.jraft.rpc.impl.core.AppendEntriesRequestProcessor;
import com.alipay.sofa.jraft.rpc.impl.core.GetFileRequestProcessor;
import com.alipay.sofa.jraft.rpc.impl.core.InstallSnapshotRequestProcessor;
import com.alipay.sofa.jraft.rpc.impl.core.ReadIndexRequestProcessor;
import com.alipay.sofa.jraft.rpc.impl.core.RequestVoteRequestProcessor;
import com.alipay.sofa.jraft.rpc.impl.core.TimeoutNowRequestProcessor;
import com.alipay.sofa.jraft.util.Endpoint;
import io.cairn.coordinator.replication.ReplicaStartException.Reason;
import io.cairn.process.HostPort;
import io.cairn.protocol.channel.TlsEngines;
import io.cairn.protocol.channel.TlsGate;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/**
 * The port where the other coordinators' Raft messages come in: bound to one address only, and
 * without jraft's administration calls, which know no authentication.
 */
final class RaftRpc implements AutoCloseable {
  private static final int THREADS = 4;

  private final Endpoint endpoint;
  private final BoltRpcServer server;
  private final ExecutorService executor;

  private RaftRpc(Endpoint endpoint, BoltRpcServer server, ExecutorService executor) {
    this.endpoint = endpoint;
    this.server = server;
    this.executor = executor;
  }

  /**
   * Binds the port and serves; the node of this process is found by its advertised address from now
   * on.
   *
   * @param bind where to listen
   * @param advertised what the others call it, in each of their messages
   * @param connectionLost told when a connection of another coordinator ends; must not block
   * @param tls if given, whoever connects must speak it and be a coordinator
   */
  static RaftRpc start(
      HostPort bind, HostPort advertised, Runnable connectionLost, Optional<TlsEngines> tls)
      throws ReplicaStartException {
    ProtobufMsgFactory.load();
    Endpoint endpoint = new Endpoint(advertised.host(), advertised.port());
    ExecutorService executor =
        (ExecutorService) JRaftUtils.createExecutor("raft-rpc-" + bind.port() + "-", THREADS);
    RpcServer bolt = new RpcServer(bind.host(), bind.port(), true);
    tls.map(RaftTls::accepting)
        .ifPresent(before -> bolt.option(BoltServerOption.EXTENDED_NETTY_CHANNEL_HANDLER, before));
    BoltRpcServer server = new BoltRpcServer(bolt);
    AppendEntriesRequestProcessor append = new AppendEntriesRequestProcessor(executor);
    server.registerConnectionClosedEventListener(append);
    bolt.addConnectionEventProcessor(
        ConnectionEventType.CLOSE,
        (remote, connection) -> {
          // A stranger whose handshake failed is no coordinator that was lost.
          if (tls.isEmpty() || (connection != null && TlsGate.passed(connection.getChannel()))) {
            connectionLost.run();
          }
        });
    server.registerProcessor(append);
    server.registerProcessor(new GetFileRequestProcessor(executor));
    server.registerProcessor(new InstallSnapshotRequestProcessor(executor));
    server.registerProcessor(new RequestVoteRequestProcessor(executor));
    server.registerProcessor(new PingRequestProcessor(executor));
    server.registerProcessor(new TimeoutNowRequestProcessor(executor));
    server.registerProcessor(new ReadIndexRequestProcessor(executor));
    try {
      if (!server.init(null)) {
        throw new IllegalStateException("not started");
      }
    } catch (RuntimeException e) {
      executor.shutdownNow();
      throw new ReplicaStartException(
          Reason.ADDRESS_IN_USE,
          bind + " cannot be bound; is the port in use or the host another machine's?",
          e);
    }
    NodeManager.getInstance().addAddress(endpoint);
    return new RaftRpc(endpoint, server, executor);
  }

  Endpoint endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    NodeManager.getInstance().removeAddress(endpoint);
    server.shutdown();
    executor.shutdownNow();
  }
}
