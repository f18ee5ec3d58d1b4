// The page's heart: hears what happens, keeps nothing but the newest, and says so when it hears nothing.
import { loadIcons, renderPage, renderSiteCode, renderStatus, renderTime, renderVisitor, setTexts } from "./render.js";
import { drawCamera, drawThermal } from "./pictures.js";
import { hush, setSounds, setVolume, sound } from "./sound.js";

const SILENCE_MS = 6500;    // a beat comes every 2 s
const CALM_MS = 350;        // two full-screen changes are at least this far apart: at most 1.5 flashes a second

const state = { setup: null, view: null, status: null, heardAt: 0, linked: false, events: 0, source: null, shown: null, shownAt: 0, timer: 0 };
const lost = { page: "reconnecting", prompts: [], reasons: [], texts: {} };

function current() {
  return state.linked && state.view ? state.view : lost;
}

/** Shows the newest view, at once or as soon as the last change is old enough. */
function show() {
  if (!state.setup || state.timer) return;
  const wait = state.shownAt + CALM_MS - performance.now();
  if (wait > 0) {
    state.timer = setTimeout(() => { state.timer = 0; show(); }, wait);
    return;
  }
  const view = current();
  if (renderPage(view, state.setup)) state.shownAt = performance.now();
  if (!guides(view)) forgetPictures();   // nobody finds the picture of the person before
  sound(view);
  state.shown = view;
}

function guides(view) {
  return view.page === "guide" || view.page === "measure" || view.page === "read-code";
}

function forgetPictures() {
  drawCamera(null);
  drawThermal(null);
}

function heard() {
  state.heardAt = performance.now();
  state.events++;
}

function lose() {
  if (!state.linked) return;
  state.linked = false;
  renderStatus(null, state.setup);
  hush();
  show();
}

function listen() {
  const source = new EventSource("/events");
  state.source = source;
  const on = (name, act) => source.addEventListener(name, event => { heard(); act(JSON.parse(event.data)); });
  on("hello", hello => {
    if (state.setup && hello.version !== state.setup.version) location.reload();
    state.linked = true;
    renderVisitor(hello.visitors);
    state.view = null;
    // A service that has nothing to show yet is out of service; one that has says so in the same breath.
    setTimeout(() => {
      if (state.linked && !state.view) {
        state.view = { ...lost, page: "out-of-service" };
        show();
      }
    }, 300);
  });
  on("beat", beat => { renderTime(beat.time); setVolume(beat.volume); sound(current()); });
  on("view", view => { state.view = view; show(); });
  on("status", status => { state.status = status; renderStatus(status, state.setup); });
  on("site-code", code => renderSiteCode(code));
  on("camera", picture => { if (state.setup.showCamera && guides(current())) drawCamera(picture); });
  on("thermal", picture => { if (state.setup.showThermal && guides(current())) drawThermal(picture); });
  source.onerror = () => {
    lose();
    // The browser retries by itself unless the answer was not a stream, as while a service starts.
    if (source.readyState === EventSource.CLOSED) again();
  };
}

function again() {
  state.source.close();
  setTimeout(listen, 1000);
}

async function start() {
  try {
    const [setup] = await Promise.all([fetch("/setup.json").then(r => r.json()), loadIcons()]);
    state.setup = setup;
    setTexts(setup);
    setSounds(setup);
    renderPage(lost, setup);
    heard();
    listen();
    setInterval(() => {
      if (performance.now() - state.heardAt > SILENCE_MS) {
        heard();
        lose();
        state.source.close();
        listen();
      }
    }, 1000);
  } catch {
    setTimeout(() => location.reload(), 2000);
  }
}

// For the tests that watch the page for days.
window.edgeCheckpoint = {
  get events() { return state.events; },
  get linked() { return state.linked; },
  get shown() { return JSON.stringify(state.shown); },
};
start();
