// Beside a card's downloads: its picture as a PNG, drawn here and nowhere else, and the link to what the page shows.

const SCALE = 2;
const MARGIN = 24;
const TITLE = { size: 19, weight: 600, leading: 1.3 };
const NOTE = { size: 12, weight: 400, leading: 1.5 };

const chartOf = (data) => document.querySelector(`.st-key-card_${CSS.escape(data.card)} .stVegaLiteChart`);

function dataUrl(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

// An image knows no font of the page: those of our own host are written into it.
async function fontFaces() {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  const faces = rules.filter((rule) => rule instanceof CSSFontFaceRule && /Rubik|Vazirmatn/.test(rule.cssText));
  const written = faces.map(async (face) => {
    const address = face.cssText.match(/url\("?([^")]+)"?\)/)?.[1];
    const font = address && (await fetch(new URL(address, document.baseURI)));
    return font?.ok ? face.cssText.replace(address, await dataUrl(await font.blob())) : "";
  });
  return (await Promise.all(written)).join("\n");
}

async function drawingOf(chart) {
  const canvas = chart.querySelector("canvas");
  if (canvas) return canvas;
  const svg = chart.querySelector("svg.marks").cloneNode(true);
  const style = document.createElementNS("http://www.w3.org/2000/svg", "style");
  style.textContent = await fontFaces();
  svg.prepend(style);
  const image = new Image();
  image.src = await dataUrl(new Blob([new XMLSerializer().serializeToString(svg)], { type: "image/svg+xml" }));
  await image.decode();
  return image;
}

function lines(pen, text, width) {
  const found = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = found.length ? `${found.at(-1)} ${word}` : word;
    if (found.length && pen.measureText(longer).width <= width) found[found.length - 1] = longer;
    else found.push(word);
  }
  return found;
}

const font = (style, family) => `${style.weight} ${style.size}px ${family}`;

// The finding above and what it is about below: a picture is shown where the page is not.
async function picture(data) {
  const chart = chartOf(data);
  const { width, height } = chart.querySelector("svg.marks, canvas").getBoundingClientRect();
  const page = getComputedStyle(document.querySelector(".stApp"));
  const pen = document.createElement("canvas").getContext("2d");
  const written = [[TITLE, data.title], [NOTE, data.note]].map(([style, text]) => {
    pen.font = font(style, page.fontFamily);
    return { style, lines: lines(pen, text, width), step: style.size * style.leading };
  });
  const [head, foot] = written.map((each) => each.lines.length * each.step);
  pen.canvas.width = (width + 2 * MARGIN) * SCALE;
  pen.canvas.height = (head + height + foot + 4 * MARGIN) * SCALE;
  pen.scale(SCALE, SCALE);
  pen.fillStyle = page.backgroundColor;
  pen.fillRect(0, 0, pen.canvas.width, pen.canvas.height);
  pen.drawImage(await drawingOf(chart), MARGIN, head + 2 * MARGIN, width, height);
  Object.assign(pen, { fillStyle: page.color, textBaseline: "top", textAlign: "start", direction: page.direction });
  const start = page.direction === "rtl" ? width + MARGIN : MARGIN;
  written.forEach((each, place) => {
    pen.font = font(each.style, page.fontFamily);
    const top = place ? head + height + 3 * MARGIN : MARGIN;
    each.lines.forEach((line, number) => pen.fillText(line, start, top + number * each.step));
  });
  const link = document.createElement("a");
  link.href = pen.canvas.toDataURL("image/png");
  link.download = data.file;
  link.click();
}

// The clipboard's own way needs https or this machine; a server in the house often has neither.
async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (!done) throw new Error("not copied");
}

export default function ({ data, parentElement }) {
  const [draw, link] = ["draw", "link"].map((name) => parentElement.querySelector(`.${name}`));
  const live = parentElement.querySelector(".live");
  const act = (button, words, work, done) => {
    button.querySelector(".words").textContent = words;
    button.onclick = async () => {
      live.textContent = "";
      try {
        await work();
        live.textContent = done;
      } catch {
        live.textContent = data.words.failed;
      }
    };
  };
  draw.hidden = !data.picture;
  act(draw, data.words.picture, () => picture(data), "");
  act(link, data.words.link, () => copy(location.href), data.words.copied);
}
