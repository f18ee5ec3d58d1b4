// What is heard: a tone for the verdict, then words. One player, one short queue; a new cue ends the old one.
const REPEAT_MS = 8000;   // a prompt that stands is said again, not more often than this
const player = new Audio();
let sounds = new Set();
let spoken = [];
let volume = 0;
let queue = [];
let last = { key: "", at: 0 };

export function setSounds(setup) {
  sounds = new Set(setup.sounds);
  spoken = setup.spoken;
}

export function setVolume(percent) {
  volume = Math.min(1, Math.max(0, percent / 100));
  player.volume = volume;
  if (volume === 0) hush();
}

/** Ends what is being said. */
export function hush() {
  queue = [];
  last = { key: "", at: 0 };
  player.pause();
}

/** Says what belongs to a view, once, and again when it stands for long. Never a reason, never a reading. */
export function sound(view) {
  const cue = cueOf(view);
  const now = performance.now();
  if (cue.key === last.key && (!cue.repeats || now - last.at < REPEAT_MS)) return;
  const sameVerdict = cue.key.startsWith("passage") && last.key.startsWith("verdict-pass");
  last = { key: cue.key, at: now };
  if (sameVerdict || volume === 0) return;
  queue = cue.names.filter(name => sounds.has(name));
  if (cue.key === "" && !player.ended) return;   // nothing new to say: let the last word be finished
  next();
}

function cueOf(view) {
  const words = name => spoken.map(language => `${language}/${name}.wav`);
  const prompt = view.prompts?.[0];
  if (view.page === "verdict" && view.verdict) {
    const more = view.verdict !== "pass" && prompt ? words("prompt-" + prompt) : [];
    return { key: "verdict-" + view.verdict, names: [`tones/${view.verdict}.wav`, ...words("verdict-" + view.verdict), ...more] };
  }
  if (view.page === "passage") return { key: "passage", names: ["tones/pass.wav", ...words("prompt-walk-through")] };
  if (["guide", "measure", "read-code", "vehicle"].includes(view.page) && prompt) {
    return { key: "prompt-" + prompt, repeats: true, names: ["tones/attention.wav", ...words("prompt-" + prompt)] };
  }
  if (["emergency", "lockdown"].includes(view.page)) return { key: view.page, repeats: true, names: words("page-" + view.page) };
  return { key: "", names: [] };
}

function next() {
  const name = queue.shift();
  if (!name) return;
  player.src = "/sounds/" + name;
  player.volume = volume;
  player.play().catch(() => { queue = []; });   // no loudspeaker, or the browser forbids it: the eyes have it all
}
player.addEventListener("ended", next);
