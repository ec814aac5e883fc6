package io.cairn.coordinator.replication;

import com.alipay.remoting.CommandDecoder;
import com.alipay.remoting.CommandEncoder;
import com.alipay.remoting.CommandFactory;
import com.alipay.remoting.CommandHandler;
import com.alipay.remoting.HeartbeatTrigger;
import com.alipay.remoting.Protocol;
import com.alipay.remoting.ProtocolManager;
import com.alipay.remoting.rpc.RpcRemoting;
import com.alipay.remoting.rpc.protocol.RpcProtocol;
import io.cairn.protocol.channel.Complaints;

/**
 * Bolt's protocol 1 with another decoder, in place of all the protocols that Bolt knows. It has a
 * table of them by a connection's first byte; every other byte is refused, too.
 */
final class RaftProtocol implements Protocol {
  private final Protocol bolt;
  private final CommandDecoder decoder;

  private RaftProtocol(Protocol bolt, CommandDecoder decoder) {
    this.bolt = bolt;
    this.decoder = decoder;
  }

  /** Puts it into Bolt's table, for the whole process; once, before the first connection. */
  static void install() {
    try {
      Class.forName(RpcRemoting.class.getName()); // fills the table, once
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
    Complaints complaints = new Complaints(System::nanoTime);
    Protocol bolt = new RpcProtocol();
    for (int code = Byte.MIN_VALUE; code <= Byte.MAX_VALUE; code++) {
      int number = code & 0xff;
      CommandDecoder decoder =
          code == RpcProtocol.PROTOCOL_CODE
              ? new RaftFrames(bolt.getDecoder(), complaints)
              : (context, in, out) ->
                  RaftFrames.refuse(
                      complaints,
                      context,
                      in,
                      "it does not speak Raft (first byte " + number + ")");
      ProtocolManager.unRegisterProtocol((byte) code);
      ProtocolManager.registerProtocol(new RaftProtocol(bolt, decoder), (byte) code);
    }
  }

  @Override
  public CommandEncoder getEncoder() {
    return bolt.getEncoder();
  }

  @Override
  public CommandDecoder getDecoder() {
    return decoder;
  }

  @Override
  public HeartbeatTrigger getHeartbeatTrigger() {
    return bolt.getHeartbeatTrigger();
  }

  @Override
  public CommandHandler getCommandHandler() {
    return bolt.getCommandHandler();
  }

  @Override
  public CommandFactory getCommandFactory() {
    return bolt.getCommandFactory();
  }
}
