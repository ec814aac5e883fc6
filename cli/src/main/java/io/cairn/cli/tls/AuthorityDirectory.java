package io.cairn.cli.tls;

import io.cairn.process.tls.CertificateAuthority;
import io.cairn.process.tls.CertificateAuthority.Issued;
import io.cairn.process.tls.TlsFileException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/** The files of an authority. Keys may be read by their owner only. */
final class AuthorityDirectory {
  private final Path directory;

  AuthorityDirectory(Path directory) {
    this.directory = directory;
  }

  Path path() {
    return directory;
  }

  Path authorities() {
    return directory.resolve("authorities.pem");
  }

  Path authorityKey() {
    return directory.resolve("authority.key");
  }

  /**
   * Writes a new one.
   *
   * @throws IOException when there is one already: it is not replaced
   */
  void create(CertificateAuthority authority) throws IOException {
    if (Files.exists(authorities()) || Files.exists(authorityKey())) {
      throw new FileAlreadyExistsException(
          directory + " holds an authority already; take another directory");
    }
    Files.createDirectories(directory);
    writeKey(authorityKey(), authority.self().keyPem());
    replace(authorities(), authority.self().certificatePem());
  }

  CertificateAuthority read() throws TlsFileException {
    return CertificateAuthority.read(authorities(), authorityKey());
  }

  /** Writes a certificate and its key, whole or not at all each; answers which files. */
  List<Path> write(String id, Issued issued, Path to) throws IOException {
    Files.createDirectories(to);
    Path key = to.resolve(id + ".key");
    Path certificate = to.resolve(id + ".pem");
    writeKey(key, issued.keyPem());
    replace(certificate, issued.certificatePem());
    return List.of(certificate, key);
  }

  private static void replace(Path file, String text) throws IOException {
    Path half = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(half);
    Files.writeString(half, text);
    Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void writeKey(Path file, String text) throws IOException {
    Path half = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(half);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Set<PosixFilePermission> owner = PosixFilePermissions.fromString("rw-------");
      Files.createFile(half, PosixFilePermissions.asFileAttribute(owner));
    }
    Files.writeString(half, text);
    Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
