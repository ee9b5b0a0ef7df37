const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~';

function value(hash: string, from: number, to: number): number {
  let sum = 0;
  for (const letter of hash.slice(from, to)) sum = sum * 83 + DIGITS.indexOf(letter);
  return sum;
}

const linear = (byte: number): number => (byte <= 10 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4);

const byte = (light: number): number =>
  light <= 0.0031308 ? Math.max(0, light) * 12.92 * 255 : (1.055 * Math.min(1, light) ** (1 / 2.4) - 0.055) * 255;

const signedSquare = (part: number): number => Math.sign(part) * part * part;

type Light = readonly [number, number, number];

/** Its waves, as the numbers of their columns and rows and the light of each; null if it is not a blurhash (blurha.sh). */
function waves(hash: string): { across: number; down: number; lights: readonly Light[] } | null {
  const size = value(hash, 0, 1);
  const [across, down] = [(size % 9) + 1, Math.floor(size / 9) + 1];
  if (hash.length !== 4 + 2 * across * down) return null;
  const most = (value(hash, 1, 2) + 1) / 166;
  const mean = value(hash, 2, 6);
  const lights: Light[] = [[linear(mean >> 16), linear((mean >> 8) & 255), linear(mean & 255)]];
  for (let at = 6; at < hash.length; at += 2) {
    const three = value(hash, at, at + 2);
    const light = (step: number) => signedSquare(((Math.floor(three / step) % 19) - 9) / 9) * most;
    lights.push([light(361), light(19), light(1)]);
  }
  return { across, down, lights };
}

/** Draws a blurhash over all of a canvas, which should be tiny; the browser makes it large. */
export function drawBlurhash(canvas: HTMLCanvasElement, hash: string): void {
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  const decoded = waves(hash);
  if (!pen || !decoded) return;
  const { width, height } = canvas;
  const { across, down, lights } = decoded;
  const image = pen.createImageData(width, height);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 4) {
      let [red, green, blue] = [0, 0, 0];
      for (let j = 0, n = 0; j < down; j++) {
        const row = Math.cos((Math.PI * (y + 0.5) * j) / height);
        for (let i = 0; i < across; i++, n++) {
          const share = row * Math.cos((Math.PI * (x + 0.5) * i) / width);
          const light = lights[n]!;
          red += light[0] * share;
          green += light[1] * share;
          blue += light[2] * share;
        }
      }
      image.data.set([byte(red), byte(green), byte(blue), 255], to);
    }
  }
  pen.putImageData(image, 0, 0);
}
