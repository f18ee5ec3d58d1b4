// Thumbnails on two canvases that are used again and again.
const camera = document.getElementById("camera");
const thermal = document.getElementById("thermal");
const palette = makePalette();

export function drawCamera(picture) {
  draw(camera, picture, (gray, rgba, i) => { rgba[i] = rgba[i + 1] = rgba[i + 2] = gray; });
  document.body.dataset.camera = picture ? "on" : "off";
}

export function drawThermal(picture) {
  draw(thermal, picture, (value, rgba, i) => { rgba.set(palette[value], i); });
  document.body.dataset.thermal = picture ? "on" : "off";
  if (picture?.head) {
    const [x, y, width, height] = picture.head;
    const ink = thermal.getContext("2d");
    ink.strokeStyle = "#ffffff";
    ink.lineWidth = Math.max(1, picture.width / 40);
    ink.strokeRect(x, y, width, height);
  }
}

function draw(canvas, picture, paint) {
  const ink = canvas.getContext("2d");
  if (!picture) { ink.clearRect(0, 0, canvas.width, canvas.height); return; }
  if (canvas.width !== picture.width || canvas.height !== picture.height) {
    canvas.width = picture.width;
    canvas.height = picture.height;
  }
  const image = ink.createImageData(picture.width, picture.height);
  const bytes = atob(picture.pixels);
  for (let i = 0; i < bytes.length; i++) {
    paint(bytes.charCodeAt(i), image.data, i * 4);
    image.data[i * 4 + 3] = 255;
  }
  ink.putImageData(image, 0, 0);
}

// Dark blue, violet, orange, pale yellow: brightness rises with temperature, so that it reads without colour too.
function makePalette() {
  const stops = [[0, 10, 12, 40], [0.35, 70, 30, 120], [0.6, 200, 60, 80], [0.8, 250, 150, 50], [1, 255, 250, 210]];
  return Array.from({ length: 256 }, (_, value) => {
    const at = value / 255;
    const high = stops.findIndex(s => s[0] >= at) || 1;
    const [a, b] = [stops[high - 1], stops[high]];
    const share = (at - a[0]) / (b[0] - a[0]);
    return [1, 2, 3].map(c => Math.round(a[c] + (b[c] - a[c]) * share));
  });
}
