package io.cairn.protocol.channel;

import com.google.protobuf.MessageLite;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;

/** A server's side of the pipeline: counts the connection among the server's, then fills it. */
final class AcceptedPipeline<I extends MessageLite, O extends MessageLite>
    extends ChannelInitializer<Channel> {

  private final ChannelGroup connections;
  private final FramedPipeline<I, O> pipeline;

  AcceptedPipeline(ChannelGroup connections, FramedPipeline<I, O> pipeline) {
    this.connections = connections;
    this.pipeline = pipeline;
  }

  @Override
  protected void initChannel(Channel channel) {
    connections.add(channel);
    channel.pipeline().addLast(pipeline);
  }
}
