package dev.darkroom.emulator;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;

/** A bench without an emulator: data URIs in, files kept in memory. */
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
  public String publish(String fileName, byte[] bytes) {
    files.put(fileName, bytes);
    return "/" + fileName;
  }

  /** The only file. */
  BufferedImage picture() throws IOException {
    if (files.size() != 1) {
      throw new AssertionError(files.keySet());
    }
    return picture(files.keySet().iterator().next());
  }

  BufferedImage picture(String fileName) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(files.get(fileName)));
  }
}
