const PAUSE_MS = 4_000;
const TIMES_MAX = 5;

const times = new WeakMap<HTMLImageElement, number>();

/** Asks for a preview once more after a while: where many are looked at for the first time, some are not made yet. */
export function again(image: HTMLImageElement): void {
  const { src } = image;
  const time = (times.get(image) ?? 0) + 1;
  if (time > TIMES_MAX || !src.includes('?')) return;
  times.set(image, time);
  setTimeout(() => {
    if (image.isConnected && image.src === src) image.src = `${src.replace(/&again=\d+$/, '')}&again=${time}`;
  }, time * PAUSE_MS);
}
