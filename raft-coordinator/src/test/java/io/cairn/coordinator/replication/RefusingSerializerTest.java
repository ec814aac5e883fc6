package io.cairn.coordinator.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.remoting.rpc.protocol.RpcResponseCommand;
import com.alipay.remoting.serialization.SerializerManager;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.option.NodeOptions;
import io.cairn.coordinator.replication.disk.RebuildMark;
import io.cairn.coordinator.replication.disk.ReplicaFiles;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefusingSerializerTest {
  @TempDir Path root;

  @Test
  void a_response_that_is_not_protobuf_is_not_made_an_object() {
    JraftGuards.install();
    RpcResponseCommand response = new RpcResponseCommand();
    response.setSerializer(RefusingSerializer.HESSIAN);
    response.setClazz("java.util.HashMap".getBytes(StandardCharsets.UTF_8));
    response.setContent(new byte[] {'H', 'Z'});
    Exception refused = assertThrows(Exception.class, () -> response.deserialize());
    assertTrue(String.valueOf(refused).contains("only protobuf is spoken here"), refused::toString);
    assertInstanceOf(
        RefusingSerializer.class, SerializerManager.getSerializer(RefusingSerializer.HESSIAN));
  }

  @Test
  void a_replica_outlives_a_hessian_request() throws Exception {
    try (TestCluster cluster = new TestCluster(root, 1)) {
      JraftReplicatedState replica = cluster.start("c1");
      cluster.awaitLeader();
      sendHessian(cluster.membership("c1").self().raft().port());
      assertEquals(0, cluster.faults.size());
      assertTrue(Await.get(replica.readLinearizable()).isBootstrapped());
    }
  }

  /**
   * A request in Bolt's version 1 framing: protocol, type, command, version, id, codec, timeout.
   */
  private static void sendHessian(int port) throws IOException {
    byte[] name = "java.util.HashMap".getBytes(StandardCharsets.UTF_8);
    byte[] content = {'H', 'Z'};
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.writeByte(1);
      out.writeByte(1);
      out.writeShort(1);
      out.writeByte(1);
      out.writeInt(1);
      out.writeByte(RefusingSerializer.HESSIAN);
      out.writeInt(3000);
      out.writeShort(name.length);
      out.writeShort(0);
      out.writeInt(content.length);
      out.write(name);
      out.write(content);
      out.flush();
      socket.setSoTimeout(5000);
      assertEquals(-1, socket.getInputStream().read(), "the connection ends");
    }
  }

  @Test
  void an_empty_replica_that_may_not_found_has_no_configuration() throws Exception {
    try (TestCluster cluster = new TestCluster(root, 3)) {
      NodeOptions options =
          JraftNodeOptions.of(
              cluster.settings("c1", false),
              null,
              new JraftStorages(new ReplicaFiles(root), new RebuildMark(new ReplicaFiles(root))),
              Optional.empty());
      assertEquals(new Configuration(), options.getInitialConf());
      assertTrue(options.getRaftOptions().isSync() && options.getRaftOptions().isSyncMeta());
    }
  }
}
