/** Told apart with closed eyes: one high tone, two middle ones, one long low one. */
const TUNES = {
  good: [{ hz: 1320, at: 0, s: 0.09 }],
  again: [
    { hz: 740, at: 0, s: 0.08 },
    { hz: 740, at: 0.13, s: 0.08 },
  ],
  wrong: [{ hz: 196, at: 0, s: 0.4 }],
  done: [
    { hz: 880, at: 0, s: 0.09 },
    { hz: 1174, at: 0.1, s: 0.09 },
    { hz: 1568, at: 0.2, s: 0.16 },
  ],
} as const;
export type Tune = keyof typeof TUNES;

const KEY = 'muster.station.sound';
export const isSoundOn = (): boolean => localStorage.getItem(KEY) !== 'off';
export const setSoundOn = (isOn: boolean): void => localStorage.setItem(KEY, isOn ? 'on' : 'off');

let context: AudioContext | null = null;

/** Plays a tune where the device can; the colour and the word say the same. */
export function play(tune: Tune): void {
  if (!isSoundOn()) return;
  context ??= new AudioContext();
  void context.resume();
  for (const { hz, at, s } of TUNES[tune]) {
    const start = context.currentTime + at;
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.type = hz < 300 ? 'sawtooth' : 'sine';
    tone.frequency.value = hz;
    // soft edges: a hard one clicks
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(0.25, start + 0.01);
    volume.gain.setValueAtTime(0.25, start + s - 0.02);
    volume.gain.linearRampToValueAtTime(0, start + s);
    tone.connect(volume).connect(context.destination);
    tone.start(start);
    tone.stop(start + s);
  }
}
