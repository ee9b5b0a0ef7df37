/** Words to begin with; most say what stays, which edits need most. */
export const IDEAS = [
  { words: 'Remove it', prompt: 'Remove this, and fill in what is behind it.' },
  { words: 'Another colour', prompt: 'Paint it deep red. Keep its shape, reflections and light.' },
  { words: 'Clean it', prompt: 'Clean and polish it. Keep everything else as it is.' },
  { words: 'Black and white', prompt: 'Make it black and white.' },
  { words: 'Evening light', prompt: 'Light it like a calm evening, warm and soft.' },
  { words: 'Blur the background', prompt: 'Blur what is behind, and keep what is in front sharp.' },
] as const;

/** The words with an idea added, or in the place of another idea that was not changed. */
export function withIdea(words: string, prompt: string): string {
  const own = words.trim();
  return own === '' || IDEAS.some((idea) => idea.prompt === own) ? prompt : `${own} ${prompt}`;
}
