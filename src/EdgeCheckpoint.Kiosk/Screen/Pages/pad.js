// A keyboard for screens that have none: letters, digits and the characters of number plates. Names in Chinese are the system's business.
const letters = ["1234567890", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"];
const provinces = ["京津沪渝冀豫云辽黑湘", "皖鲁新苏浙赣鄂桂甘晋", "蒙陕吉闽贵粤青藏川宁", "琼使挂学警港澳领"];
const digits = ["123", "456", "789", "0"];
const layouts = { plate: { provinces, letters }, text: { letters }, digits: { digits } };

/**
 * Puts the keys for an input into a box.
 * @param labels texts of the keys that are words, by name
 * @param done called when the key for it is pressed; none: no such key
 */
export function showPad(box, input, layout, labels, done, back) {
  const sheets = layouts[layout];
  const names = Object.keys(sheets);
  let sheet = input.value ? names[names.length - 1] : names[0];
  draw();

  function draw() {
    const rows = sheets[sheet].map(keys => row(...[...keys].map(key => button(key, () => put(key)))));
    const other = names.find(name => name !== sheet);
    const last = [
      back && button(labels("pad-back"), back),
      other && button(labels("pad-" + other), () => { sheet = other; draw(); }),
      layout === "text" && button("␣", () => put(" ")),
      button(labels("pad-delete"), () => write(input.value.slice(0, -1))),
      done && button(labels("pad-done"), done, "main"),
    ].filter(Boolean);
    const words = row(...last);
    words.className = "row words";
    box.className = "pad";
    box.replaceChildren(...rows, words);
  }

  function put(key) {
    if (input.value.length >= input.maxLength) return;
    const first = sheet === "provinces" && input.value === "";
    write(input.value + key);
    if (first) { sheet = "letters"; draw(); }
  }

  function write(text) {
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function row(...keys) {
  const element = document.createElement("div");
  element.className = "row";
  element.append(...keys);
  return element;
}

function button(text, act, kind = "") {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = text;
  element.className = kind;
  element.addEventListener("pointerdown", event => event.preventDefault());   // the input keeps its caret
  element.addEventListener("click", act);
  return element;
}
