// Stitches with sharp what its arguments name, once for each line of its input (a level of deflate,
// and whether rows are filtered), and answers with the milliseconds that it took.
import { availableParallelism } from "node:os";
import { createInterface } from "node:readline";
import sharp from "sharp";

const [original, region, output, ...box] = process.argv.slice(2);
const [left, top, width, height] = box.map(Number);

// Nothing is remembered between rounds, and all cores are used; sharp's own choice is one thread
// with glibc's malloc.
sharp.cache(false);
sharp.concurrency(availableParallelism());

async function stitch(png) {
  const { data, info } = await sharp(region)
    .resize(width, height, { fit: "fill" })
    .raw()
    .toBuffer({ resolveWithObject: true });
  await sharp(original)
    .composite([{ input: data, raw: info, left, top }])
    // Composing adds an alpha channel, which would only cost time here.
    .removeAlpha()
    .png(png)
    .toFile(output);
}

console.log(`sharp ${sharp.versions.sharp}, libvips ${sharp.versions.vips}`);
for await (const line of createInterface({ input: process.stdin })) {
  const [level, filtered] = line.split(" ");
  const png = { compressionLevel: Number(level), adaptiveFiltering: filtered === "true" };
  const start = performance.now();
  await stitch(png);
  console.log((performance.now() - start).toFixed(1));
}
