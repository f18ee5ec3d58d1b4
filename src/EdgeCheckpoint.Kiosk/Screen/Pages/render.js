// Views become words and shapes. The same few elements are filled again and again; nothing is added for good.
import { renderVehicle, setVehicleTexts } from "./vehicle.js";

const $ = id => document.getElementById(id);
const tones = {
  idle: "calm", guide: "ask", measure: "ask", "read-code": "ask", vehicle: "ask", passage: "pass",
  "out-of-service": "closed", maintenance: "closed", lockdown: "closed", emergency: "exit", reconnecting: "lost",
};
const pageIcons = { guide: "hold-still", "read-code": "show-code", passage: "walk-through", reconnecting: "lost" };
let texts = [];
let shown = "";
let total = { key: "", seconds: 0 };

/** Brings the icons into the document, so that they are there when the service is not. */
export async function loadIcons() {
  const answer = await fetch("/assets/icons.svg");
  const svg = new DOMParser().parseFromString(await answer.text(), "image/svg+xml").documentElement;
  svg.setAttribute("hidden", "");
  svg.setAttribute("aria-hidden", "true");
  document.body.append(document.importNode(svg, true));
}

export function setTexts(setup) {
  texts = setup.languages;
  document.documentElement.lang = texts[0].language;
  document.documentElement.dir = texts[0].direction;
  $("site").textContent = texts.map(t => setup.siteName[t.language]).filter(Boolean).join("  ");
  $("steps").replaceChildren(...["temperature", "code", "walk"].map((step, i) =>
    item("li", icon(["measure", "show-code", "walk-through"][i]), ...pair(t => t.labels["step-" + step], "b", "i"))));
  $("metre").replaceChildren(icon("keep-one-metre"), ...pair(t => t.labels["one-metre"], "span", "span"));
  $("notice").replaceChildren(...pair(t => setup.notice[t.language], "b", "span"));
  $("privacy").replaceChildren(...pair(t => t.labels.privacy.replace("{0}", setup.privacyVersion), "span", "span"));
  setVehicleTexts(setup);
  fill($("short"), texts[0], texts[0].labels["privacy-short"].replace("{0}", setup.privacyVersion));
}

/** Fills the page; true when something changed that the eye notices. */
export function renderPage(view, setup) {
  const body = document.body;
  const key = JSON.stringify([view.page, view.verdict, view.prompts, view.reasons, view.celsius, view.vehicle, view.texts]);
  countdown(view);
  if (key === shown) return false;
  const before = body.dataset.tone;
  shown = key;

  const verdict = view.page === "verdict" || view.page === "passage" ? view.verdict : undefined;
  body.dataset.page = view.page;
  body.dataset.tone = verdict ?? tones[view.page];
  body.toggleAttribute("data-word", Boolean(verdict));
  const prompt = view.prompts[0];
  const asks = !verdict && prompt && body.dataset.tone === "ask";
  $("mark-use").setAttribute("href", "#i-" + (verdict ?? (asks ? prompt : pageIcons[view.page] ?? view.page)));

  const lead = t => verdict && view.page === "verdict" ? t.verdicts[verdict]
    : asks ? t.prompts[prompt]
    : view.page === "reconnecting" ? t.labels.reconnecting
    : t.pages[view.page];
  fill($("lead"), texts[0], lead(texts[0]));
  fill($("lead2"), texts[1], texts[1] ? lead(texts[1]) : "");

  const reading = setup.showTemperature && typeof view.celsius === "number" && (verdict || body.dataset.tone === "ask");
  $("reading").hidden = !reading;
  $("celsius").textContent = reading ? view.celsius.toFixed(1) : "";

  renderVehicle(view);
  $("more").replaceChildren(...details(view, verdict, asks).map(d => item("li", icon(d.icon), ...pair(d.text, "b", "i"))));
  fit();
  return before !== body.dataset.tone || Boolean(verdict);
}

/** Up to two further lines: reasons first, then what to do. */
function details(view, verdict, asks) {
  if (view.page === "reconnecting") return [{ icon: "please-wait", text: t => t.labels["reconnecting-detail"] }];
  const reasons = view.reasons.slice(0, 2)
    .map((r, i) => ({ icon: "note", text: t => (i === 0 && view.texts[t.language]) || (t.reasons[r] ?? t.reasons.other) }));
  const prompts = view.prompts.slice(asks ? 1 : 0)
    .filter(p => !(p === "walk-through" && (verdict === "pass" || view.page === "passage")))
    .filter(p => !(p === "keep-one-metre" && view.page === "idle"))   // the yellow line says it already
    .map(p => ({ icon: p, text: t => t.prompts[p] }));
  const room = view.page === "idle" ? 1 : 2;
  return prompts.length && reasons.length ? [reasons[0], prompts[0]] : [...reasons, ...prompts].slice(0, room);
}

function countdown(view) {
  const counts = typeof view.secondsLeft === "number";
  const key = view.page + (view.prompts[0] ?? "");
  $("left").hidden = !counts;
  if (!counts) { total = { key: "", seconds: 0 }; return; }
  if (total.key !== key || view.secondsLeft > total.seconds) total = { key, seconds: view.secondsLeft };
  $("bar").style.setProperty("--share", String(total.seconds ? Math.max(0, view.secondsLeft - 1) / total.seconds : 0));
  $("seconds").textContent = view.secondsLeft + " " + texts[0].labels.seconds;
}

export function renderTime(time) {
  $("time").textContent = time || "--:--";
}

export function renderVisitor(offered) {
  $("visitor").hidden = !offered;
  $("visitor").replaceChildren(...pair(t => t.labels.visitor, "b", "span"));
  document.body.toggleAttribute("data-visitors", offered);
}

/** The site's own code stands on the idle page instead of the figure. */
export function renderSiteCode(code) {
  const there = code.side > 0;
  $("site-code").hidden = !there;
  document.body.toggleAttribute("data-code", there);
  $("site-code-svg").setAttribute("viewBox", `0 0 ${code.side || 1} ${code.side || 1}`);
  $("site-code-path").setAttribute("d", code.path);
  $("site-code-words").replaceChildren(...(there ? pair(t => t.labels["site-code"], "b", "span") : []));
  fit();
}

export function renderStatus(status, setup) {
  if (!setup) return;
  const t = texts[0];
  const chips = [];
  if (status) {
    const add = (mark, bad, text) => chips.push({ mark, bad, text });
    add(status.network === "online" ? "network-online" : "network-offline", status.network === "offline", t.labels["network-" + status.network]);
    if (status.queue > 0) add("queue", status.network === "offline", t.labels.queue.replace("{0}", String(status.queue)));
    add("thermometer", status.thermal === "fault" || status.thermal === "degraded", t.labels["thermal-" + status.thermal]);
    add("camera", status.camera === "fault", t.labels["camera-" + status.camera]);
    if (status.clock !== "synced") add("clock", status.clock === "unset", t.labels["clock-" + status.clock]);
  }
  $("chips").replaceChildren(...chips.map(c => {
    const words = item("span", c.text);
    if (!c.bad) words.className = "fine";
    const li = item("li", icon(c.mark), words);
    if (c.bad) li.className = "bad";
    return li;
  }));
  fit();
}

/** Steps the type down until it fits; the words always win over the size. */
function fit() {
  const say = $("say");
  let share = 1;
  say.style.setProperty("--fit", "1");
  while (share > 0.45 && (say.scrollHeight > say.clientHeight + 1 || say.scrollWidth > say.clientWidth + 1)) {
    share -= 0.05;
    say.style.setProperty("--fit", share.toFixed(2));
  }
}
addEventListener("resize", fit);

function fill(element, language, text) {
  element.textContent = text ?? "";
  element.hidden = !text;
  if (language) { element.lang = language.language; element.dir = language.direction; }
}

function pair(text, first, second) {
  return texts.map((t, i) => {
    const words = text(t);
    if (!words) return null;
    const element = item(i === 0 ? first : second, words);
    element.lang = t.language;
    element.dir = t.direction;
    return element;
  }).filter(Boolean);
}

function item(name, ...children) {
  const element = document.createElement(name);
  element.append(...children);
  return element;
}

function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 96 96");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", "#i-" + name);
  svg.append(use);
  return svg;
}
