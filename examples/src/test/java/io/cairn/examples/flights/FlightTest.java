package io.cairn.examples.flights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlightTest {

  @Test
  void aLineIsReadColumnByColumn() {
    Flight flight = Flight.parse("2001-01-01T00:47,66,1750,DTW,LAS");

    assertEquals(new Flight("2001-01-01T00:47", 66, 1750, "DTW", "LAS"), flight);
    assertEquals("DTW-LAS", flight.route());
  }

  @Test
  void lateIsMoreThanFifteenMinutes() {
    assertFalse(Flight.parse("2001-01-01T00:47,15,1750,DTW,LAS").late());
    assertTrue(Flight.parse("2001-01-01T00:47,16,1750,DTW,LAS").late());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2001-01-01T00:47,66,1750,DTW     | it has 4 columns instead of 5",
        "2001-01-01T00:47,66,1750,DTW,LAS,| it has 6 columns instead of 5",
        "2001-13-01T00:47,66,1750,DTW,LAS | departure_local is '2001-13-01T00:47', not a time",
        "2001-01-01,66,1750,DTW,LAS       | departure_local is '2001-01-01', not a time",
        "2001-01-01T00:47,,1750,DTW,LAS   | delay_minutes is '', not a whole number",
        "2001-01-01T00:47,6.5,1750,DTW,LAS| delay_minutes is '6.5', not a whole number",
        "2001-01-01T00:47,66,0,DTW,LAS    | distance_miles is '0', not a whole number from 1",
        "2001-01-01T00:47,66,1750,dtw,LAS | origin is 'dtw', not an airport code",
        "2001-01-01T00:47,66,1750,DTW,LASX| destination is 'LASX', not an airport code",
      })
  void aBrokenLineSaysWhichColumnIsWrong(String line, String message) {
    IllegalArgumentException broken =
        assertThrows(IllegalArgumentException.class, () -> Flight.parse(line));

    assertTrue(broken.getMessage().startsWith(message), broken.getMessage());
  }

  @Test
  void whatIsWrittenIsReadBackAndNothingMore() throws IOException {
    Flight flight = new Flight("2001-01-01T00:47", -5, 1750, "DTW", "LAS");
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    Flight.SERIALIZER.write(flight, new DataOutputStream(octets));

    DataInputStream in = new DataInputStream(new ByteArrayInputStream(octets.toByteArray()));
    assertEquals(flight, Flight.SERIALIZER.read(in));
    assertEquals(0, in.available());
  }
}
