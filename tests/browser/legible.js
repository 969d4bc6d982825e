// Every text of the page that stands out too little from what is behind it (WCAG 2.2, 1.4.3), and every control that
// has no name (4.1.2). Text on pictures is judged where the pictures are drawn.
() => {
    const clear = [0, 0, 0, 0];
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const known = new Map();
    const rgba = (css) => {
        if (!known.has(css)) {
            canvas.clearRect(0, 0, 1, 1);
            canvas.fillStyle = css;
            canvas.fillRect(0, 0, 1, 1);
            const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
            known.set(css, [r, g, b, a / 255]);
        }
        return known.get(css);
    };
    const over = (top, below) => {
        const alpha = top[3] + below[3] * (1 - top[3]);
        if (!alpha) return clear;
        return [0, 1, 2].map((i) => (top[i] * top[3] + below[i] * below[3] * (1 - top[3])) / alpha).concat(alpha);
    };
    const behind = (element) => {
        let found = clear;
        for (let at = element; at && found[3] < 1; at = at.parentElement)
            found = over(found, rgba(getComputedStyle(at).backgroundColor));
        return over(found, rgba(getComputedStyle(document.documentElement).colorScheme === "dark" ? "#000" : "#fff"));
    };
    const opacity = (element) => {
        let all = 1;
        for (let at = element; at; at = at.parentElement) all *= Number(getComputedStyle(at).opacity);
        return all;
    };
    const luminance = (colour) => {
        const [r, g, b] = colour.slice(0, 3).map((value) => {
            const part = value / 255;
            return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (element) => {
        const style = getComputedStyle(element);
        const below = behind(element);
        const colour = rgba(style.color);
        const seen = over([...colour.slice(0, 3), colour[3] * opacity(element)], below);
        const [high, low] = [luminance(seen), luminance(below)].sort((a, b) => b - a);
        return (high + 0.05) / (low + 0.05);
    };
    const needed = (style) => {
        const size = parseFloat(style.fontSize);
        return size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    };
    const visible = (element) =>
        element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
        && element.getBoundingClientRect().width > 1;
    const judged = (element) => visible(element)
        && !element.closest("svg, canvas, [aria-hidden='true'], [aria-disabled='true'], :disabled");

    const texts = new Set();
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const parent = walk.currentNode.parentElement;
        if (walk.currentNode.data.trim() && !/^(SCRIPT|STYLE|NOSCRIPT)$/.test(parent.tagName)) texts.add(parent);
    }
    const judgedTexts = [...texts].filter(judged);
    const faint = judgedTexts
        .map((element) => [element, contrast(element), needed(getComputedStyle(element))])
        .filter(([, found, asked]) => found < asked)
        .map(([element, found]) => `${found.toFixed(2)} ${element.innerText.slice(0, 60)}`);

    const words = (element) => (element ? element.innerText || element.getAttribute("aria-label") || "" : "");
    const name = (element) => [
        element.getAttribute("aria-label"),
        ...(element.getAttribute("aria-labelledby") || "").split(/\s+/).filter(Boolean)
            .map((id) => words(document.getElementById(id))),
        ...[...(element.labels || [])].map(words),
        element.title, element.innerText, ...[...element.querySelectorAll("img[alt]")].map((image) => image.alt),
    ].filter(Boolean).join(" ").trim();
    const controls = [...document.querySelectorAll(
        "button, a[href], input:not([type=hidden]), select, textarea, [role=button], [role=combobox], .stVegaLiteChart")];
    const judgedControls = controls.filter((element) => visible(element) && !element.closest("[aria-hidden='true']"));
    const nameless = judgedControls.filter((element) => !name(element)).map((element) => element.outerHTML.slice(0, 160));
    return { faint, nameless, texts: judgedTexts.length, controls: judgedControls.length };
}
