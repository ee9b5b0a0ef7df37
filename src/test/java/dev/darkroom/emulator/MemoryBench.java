package dev.darkroom.emulator;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;

/** A bench without an emulator: data URIs in, what is published kept in memory. */
final class MemoryBench implements Workbench {
  final Map<String, byte[]> files = new TreeMap<>();
  final List<Double> steps = new ArrayList<>();

  @Override
  public void progress(double fraction) {
    steps.add(fraction);
  }

  @Override
  public byte[] download(String field, String url) throws ModelException {
    if (!url.startsWith("data:")) {
      throw ModelException.unprocessable(field, "file_download_error", "Failed to download");
    }
    return Base64.getDecoder().decode(url.substring(url.indexOf(',') + 1));
  }

  @Override
  public Path downloadFile(String field, String url) throws ModelException {
    byte[] bytes = download(field, url);
    try {
      return Files.write(temporary(""), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Path temporary(String suffix) throws IOException {
    Path file = Files.createTempFile("bench-", suffix);
    file.toFile().deleteOnExit();
    return file;
  }

  @Override
  public String publish(String fileName, Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    return publish(fileName, bytes);
  }

  @Override
  public String publish(String fileName, byte[] bytes) {
    files.put(fileName, bytes);
    return "/" + fileName;
  }

  /** The only file. */
  byte[] file() {
    if (files.size() != 1) {
      throw new AssertionError(files.keySet());
    }
    return files.values().iterator().next();
  }

  /** The only file. */
  BufferedImage picture() throws IOException {
    return ImageIO.read(new ByteArrayInputStream(file()));
  }

  BufferedImage picture(String fileName) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(files.get(fileName)));
  }
}
