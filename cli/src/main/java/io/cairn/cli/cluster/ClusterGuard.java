package io.cairn.cli.cluster;

import io.cairn.cli.admin.AdminClient;
import io.cairn.process.HostPort;
import io.cairn.process.security.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a local cluster wants of those who connect to it.
 *
 * @param tls a certificate of its authority; empty: it speaks no TLS
 * @param access a token or a secret; empty: nobody is asked
 */
record ClusterGuard(Optional<ClusterTls> tls, Optional<ClusterAccess> access) {
  static final ClusterGuard NONE = new ClusterGuard(Optional.empty(), Optional.empty());

  /** What the plan says, with files in this directory. */
  static ClusterGuard create(ClusterPlan plan, Path directory) throws IOException {
    return new ClusterGuard(
        plan.tls() ? Optional.of(ClusterTls.create(directory.resolve("tls"))) : Optional.empty(),
        plan.access()
            ? Optional.of(ClusterAccess.create(directory.resolve("access")))
            : Optional.empty());
  }

  /** The sections of a process's configuration. */
  String sections(String kind, String id) throws IOException {
    String sections = tls.isPresent() ? tls.get().section(kind, id) : "";
    return access.isPresent() ? sections + access.get().section(kind) : sections;
  }

  /** A client that may do everything. */
  AdminClient client(List<HostPort> addresses) {
    AdminClient anybody =
        tls.isPresent() ? AdminClient.of(addresses, tls.get().client()) : AdminClient.of(addresses);
    return anybody.as(access.map(people -> people.token(Role.ADMIN)));
  }
}
