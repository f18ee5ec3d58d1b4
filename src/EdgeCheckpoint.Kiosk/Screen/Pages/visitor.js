// The registration form. What was written leaves this page once, encrypted right behind it, and is wiped when nobody writes any more.
import { showPad } from "./pad.js";

const IDLE_MS = 90000;
const DONE_MS = 6000;
const HERE_MS = 3000;     // the kiosk asks the person for nothing else for twice as long
const WRITING_MS = 30000; // who has not touched the form for longer is not writing
const fields = [
  ["name", "visitor-name", "text", 40, "text"], ["phone", "visitor-phone-number", "tel", 20, "digits"], ["visiting", "visitor-visiting", "text", 60, "text"],
  ["purpose", "visitor-purpose", "text", 60, "text"], ["people", "visitor-people", "numeric", 2, "digits"], ["plate", "visitor-plate", "text", 12, "plate"],
];
const $ = id => document.getElementById(id);
const [setup, form] = await Promise.all([get("/setup.json"), get("/visitor/code.json")]);
const texts = setup.languages;
let idle = 0;
let touchedAt = 0;

document.documentElement.lang = texts[0].language;
words($("title"), "visitor");
words($("how"), "visitor-phone");
words($("privacy"), "visitor-privacy", String(form.retentionDays));
words($("send"), "visitor-send");
words($("back"), "visitor-back");
$("code").setAttribute("viewBox", `0 0 ${form.code.side} ${form.code.side}`);
$("path").setAttribute("d", form.code.path);
$("fields").replaceChildren(...fields.map(([name, label, mode, length, layout]) => {
  const input = Object.assign(document.createElement("input"), { name, id: name, maxLength: length, inputMode: mode, autocomplete: "off" });
  const outer = Object.assign(document.createElement("label"), { htmlFor: name });
  const caption = document.createElement("div");
  words(caption, label);
  outer.append(caption, input);
  input.addEventListener("pointerdown", event => {
    if (event.pointerType === "touch") openPad(input, layout);   // a finger has no keys; a keyboard that is there is not in the way
  });
  return outer;
}));

function openPad(input, layout) {
  $("keys").hidden = false;
  showPad($("pad"), input, layout, name => texts[0].labels[name], () => { $("keys").hidden = true; });
  input.closest("label").scrollIntoView({ block: "start" });   // above the keys, on the smallest screen too
}

$("form").addEventListener("submit", async event => {
  event.preventDefault();
  $("send").disabled = true;
  const written = Object.fromEntries(fields.map(([name]) => [name, $(name).value]));
  try {
    const answer = await fetch("/visitor", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(written) });
    const { outcome, problems } = answer.ok ? await answer.json() : { outcome: "unable", problems: [] };
    tell(outcome, problems);
  } catch {
    tell("unable", []);
  }
});

function tell(outcome, problems) {
  $("outcome").dataset.outcome = outcome;
  words($("outcome"), "visitor-" + outcome);
  for (const [name] of fields) $(name).setAttribute("aria-invalid", String(problems.includes(name)));
  if (problems.length) $(problems[0]).focus();
  $("send").disabled = outcome === "registered";
  if (outcome === "registered") {
    $("form").reset();
    setTimeout(leave, DONE_MS);
  }
}

function words(element, label, value = "") {
  element.replaceChildren(...texts.map((t, i) => {
    const part = document.createElement(i === 0 ? "b" : "span");
    part.lang = t.language;
    part.textContent = (t.labels[label] ?? t.prompts[label]).replace("{0}", value);
    return part;
  }));
}

async function get(path) {
  return (await fetch(path)).json();
}

/** Back to the screen; what was written is gone with the page. */
function leave() {
  $("form").reset();
  location.replace("/");
}

function touched() {
  touchedAt = performance.now();
  clearTimeout(idle);
  idle = setTimeout(leave, IDLE_MS);
}
for (const kind of ["pointerdown", "keydown", "input"]) addEventListener(kind, touched);
touched();

function here() {
  if (performance.now() - touchedAt > WRITING_MS) return;
  fetch("/visitor/here", { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" }).catch(() => {});
}
setInterval(here, HERE_MS);
here();

// What everybody must see comes first.
new EventSource("/events").addEventListener("view", event => {
  if (["emergency", "lockdown", "out-of-service", "maintenance"].includes(JSON.parse(event.data).page)) leave();
});
