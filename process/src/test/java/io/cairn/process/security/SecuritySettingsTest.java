package io.cairn.process.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairn.process.HostPort;
import io.cairn.process.config.ConfigException;
import io.cairn.process.config.ConfigFile;
import io.cairn.process.config.ConfigSection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecuritySettingsTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final HostPort LOOPBACK = new HostPort("127.0.0.1", 7301);
  private static final HostPort ANYWHERE = new HostPort("0.0.0.0", 7301);

  @TempDir Path directory;
  private String token = "";

  @BeforeEach
  void write() throws Exception {
    token = Token.create();
    new TokenList(List.of(new StoredToken("ada", Role.OPERATOR, Token.hash(token), "")))
        .write(directory.resolve("tokens"));
    Files.writeString(directory.resolve("secret"), SECRET + "\n");
    Files.writeString(directory.resolve("short"), "0123456789\n");
  }

  private SecuritySettings read(String section, SecuritySettings.Kind kind) {
    String text = "id: c1\n" + section.replace("@", directory + "/");
    ConfigSection top = ConfigFile.parse("c1.yaml", text);
    SecuritySettings settings = SecuritySettings.read(top, kind);
    assertEquals("c1", top.text("id"));
    top.rejectUnknownKeys();
    return settings;
  }

  private void assertFault(String section, String message) {
    ConfigException e =
        assertThrows(ConfigException.class, () -> read(section, SecuritySettings.Kind.COORDINATOR));
    assertTrue(e.getMessage().contains(message), e.getMessage());
    assertTrue(e.getMessage().startsWith("c1.yaml:"), e.getMessage());
  }

  @Test
  void without_the_section_nobody_is_asked() {
    SecuritySettings none = read("", SecuritySettings.Kind.COORDINATOR);
    assertFalse(none.asksPeople());
    assertFalse(none.asksAgents());
    Authentication.Verdict verdict = none.authentication().judge(null, null);
    assertEquals(Optional.of(Principal.ANYBODY), verdict.principal());
    assertTrue(Role.ADMIN.includes(Principal.ANYBODY.role()));
  }

  @Test
  void people_are_known_by_token_coordinators_by_their_secret() {
    SecuritySettings settings =
        read(
            "security: {tokens: \"@tokens\", coordinatorSecret: \"@secret\"}\n",
            SecuritySettings.Kind.COORDINATOR);
    Authentication by = settings.authentication();
    assertEquals(
        Optional.of(Principal.person("ada", Role.OPERATOR)),
        by.judge("Bearer " + token, null).principal());
    assertEquals(
        Principal.Kind.COORDINATOR, by.judge("bearer " + SECRET, null).principal().get().kind());
    for (String wrong : new String[] {"Bearer " + token + "x", "Bearer ", "Basic YTpi", ""}) {
      Authentication.Verdict verdict = by.judge(wrong, null);
      assertEquals(Optional.empty(), verdict.principal(), wrong);
      assertFalse(verdict.refusal().contains(token), verdict.refusal());
    }
    assertTrue(by.judge(null, null).refusal().contains("CAIRN_TOKEN_FILE"));
    assertFalse(settings.toString().contains(SECRET), settings.toString());
  }

  @Test
  void certificates_are_mapped_by_their_whole_subject() {
    SecuritySettings settings =
        read(
            """
            security:
              coordinatorSecret: "@secret"
              certificates:
                "CN=ada,O=Example": admin
                "CN=c2,OU=coordinators": coordinator
            """,
            SecuritySettings.Kind.COORDINATOR);
    Authentication by = settings.authentication();
    assertEquals(
        Optional.of(Principal.person("ada", Role.ADMIN)),
        by.judge(null, new X500Principal("CN=ada, O=example")).principal());
    assertEquals(
        Optional.of(Principal.coordinator("c2")),
        by.judge(null, new X500Principal("CN=c2,OU=coordinators")).principal());
    for (String other :
        new String[] {"CN=ada", "CN=ada,O=Example,C=DE", "CN=a1,OU=agent", "O=Example"}) {
      assertEquals(Optional.empty(), by.judge(null, new X500Principal(other)).principal(), other);
    }
    assertEquals(
        Optional.of(Principal.coordinator("c3")),
        by.judge(null, new X500Principal("CN=c3,OU=coordinator")).principal(),
        "as TLS knows them");
    assertEquals(
        Optional.empty(),
        by.judge("Bearer wrong", new X500Principal("CN=ada,O=Example")).principal(),
        "a token that is sent decides");
  }

  @Test
  void names_of_certificates_can_stand_in_a_header() {
    assertEquals("ada", CertificateGrants.name(new X500Principal("CN=ada,O=Example")));
    assertEquals(
        "Ada_Lovelace", CertificateGrants.name(new X500Principal("CN=Ada Lovelace,O=Example")));
    String odd = CertificateGrants.name(new X500Principal("CN=\"a\\0d\\0ax: y\""));
    assertTrue(Principal.NAME.matcher(odd).matches(), odd);
    String long1 = CertificateGrants.name(new X500Principal("CN=" + "ä".repeat(300)));
    assertTrue(Principal.NAME.matcher(long1).matches(), long1);
  }

  @Test
  void what_is_wrong_names_file_line_and_key() {
    assertFault("security: {tokens: \"@none\"}\n", "security.tokens: " + directory + "/none: does");
    assertFault("security: {agentSecret: \"@short\"}\n", "a secret is one word of 32 to");
    assertFault("security: {tokens: \"@tokens\"}\n", "security.coordinatorSecret: is missing");
    assertFault("security: {certificates: {ada: admin}}\n", "'ada' is no subject");
    assertFault("security: {certificates: {\"CN=ada\": root}}\n", "not 'root'");
    assertFault("security: {token: x}\n", "did you mean 'tokens'?");
    ConfigException agent =
        assertThrows(
            ConfigException.class,
            () ->
                read("security: {coordinatorSecret: \"@secret\"}\n", SecuritySettings.Kind.AGENT));
    assertTrue(agent.getMessage().contains("not a known key"), agent.getMessage());
  }

  @Test
  void beyond_loopback_tls_and_authentication_are_needed_or_a_word() {
    List<String> tokens = List.of("security.tokens");
    assertEquals(Optional.empty(), Exposure.refusal(List.of(LOOPBACK), false, tokens, false));
    assertEquals(
        Optional.empty(),
        Exposure.refusal(List.of(new HostPort("localhost", 1)), false, tokens, false));
    assertEquals(
        Optional.empty(), Exposure.refusal(List.of(new HostPort("::1", 1)), false, tokens, false));
    assertEquals(Optional.empty(), Exposure.refusal(List.of(ANYWHERE), true, List.of(), false));
    assertEquals(Optional.empty(), Exposure.refusal(List.of(ANYWHERE), false, tokens, true));
    String why = Exposure.refusal(List.of(LOOPBACK, ANYWHERE), false, tokens, false).orElseThrow();
    assertTrue(why.startsWith("0.0.0.0:7301 can be reached"), why);
    assertTrue(why.contains("set tls, security.tokens ("), why);
    assertTrue(why.contains("allowInsecure: true"), why);
    assertTrue(Exposure.refusal(List.of(ANYWHERE), true, tokens, false).isPresent());
    assertTrue(Exposure.refusal(List.of(ANYWHERE), false, List.of(), false).isPresent());
    assertEquals(1, why.lines().count());
  }
}
