// What the driver tells: how many people are in the vehicle, and its number plate.
import { showPad } from "./pad.js";

const MOST_BUTTONS = 7;   // a coach presses "that is everybody" at its end
const $ = id => document.getElementById(id);
let texts = [];

export function setVehicleTexts(setup) {
  texts = setup.languages;
  $("people").setAttribute("aria-label", texts[0].labels["vehicle-people"]);
  $("people").replaceChildren(...Array.from({ length: MOST_BUTTONS }, (_, i) => {
    const key = document.createElement("button");
    key.type = "button";
    key.textContent = String(i + 1);
    key.addEventListener("click", () => tell({ people: i + 1 }));
    return key;
  }));
  words($("everybody"), "vehicle-all");
  words($("tell-plate"), "vehicle-plate");
  words($("plate-label"), "vehicle-plate");
}

/** Fills the vehicle's part of the page; anything but the page between two people closes the keyboard. */
export function renderVehicle(view) {
  const asks = view.page === "vehicle";
  const vehicle = view.vehicle;
  $("vehicle").hidden = !vehicle;
  if (!asks) closePlate();
  if (!vehicle) return;
  const told = typeof vehicle.told === "number";
  $("progress").replaceChildren(...texts.map((t, i) => {
    const part = document.createElement(i === 0 ? "b" : "span");
    part.lang = t.language;
    part.textContent = t.labels[told ? "vehicle-seen-of" : "vehicle-seen"].replace("{0}", String(vehicle.seen)).replace("{1}", String(vehicle.told));
    return part;
  }));
  $("people").hidden = !asks;
  [...$("people").children].forEach((key, i) => {
    key.disabled = i + 1 < vehicle.seen;
    key.setAttribute("aria-pressed", String(vehicle.told === i + 1));
  });
  $("everybody").hidden = !asks || told || vehicle.seen === 0;
  $("tell-plate").hidden = !asks || vehicle.hasPlate;
  if (vehicle.hasPlate) closePlate();
}

function closePlate() {
  $("plate").hidden = true;
  $("plate-text").value = "";
}

function openPlate() {
  $("plate-text").value = "";
  $("plate").hidden = false;
  showPad($("pad"), $("plate-text"), "plate", name => texts[0].labels[name], sendPlate, closePlate);
}

async function sendPlate() {
  if (await tell({ plate: $("plate-text").value })) closePlate();
  else $("plate-text").setAttribute("aria-invalid", "true");
}

/** True when the kiosk took it. */
async function tell(what) {
  try {
    const answer = await fetch("/vehicle", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(what) });
    return answer.ok;
  } catch {
    return false;
  }
}

function words(element, label) {
  element.replaceChildren(...texts.map((t, i) => {
    const part = document.createElement(i === 0 ? "b" : "span");
    part.lang = t.language;
    part.textContent = t.labels[label];
    return part;
  }));
}

$("everybody").addEventListener("click", () => tell({ everybody: true }));
$("tell-plate").addEventListener("click", openPlate);
$("plate-text").addEventListener("input", () => $("plate-text").removeAttribute("aria-invalid"));
$("plate").addEventListener("submit", event => { event.preventDefault(); sendPlate(); });
