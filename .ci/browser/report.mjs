// Opens each report that is named in Chromium and says what is wrong with it: what it prints to the
// console, asks for, runs, leaves without a title, or shows with too little contrast.
//
//     node report.mjs SCREENSHOTS REPORT.html...

import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [screenshots, ...reports] = process.argv.slice(2);
const faults = [];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  // Chromium refuses its sandbox to root, and a container gives it to nobody.
  chromiumSandbox: false,
});
for (const report of reports) {
  for (const scheme of ['light', 'dark']) {
    for (const width of [1280, 390]) {
      await look(report, scheme, width);
    }
  }
}
await browser.close();
for (const fault of faults) console.error(fault);
console.log(`${reports.length} reports seen, ${faults.length} faults`);
process.exit(faults.length > 0 ? 1 : 0);

async function look(report, scheme, width) {
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 900 } });
  const page = await context.newPage();
  const url = pathToFileURL(report).href;
  const fault = (text) => faults.push(`${basename(report)}, ${scheme}, ${width}: ${text}`);
  page.on('console', (message) => fault(`console: ${message.text()}`));
  page.on('pageerror', (error) => fault(`error: ${error.message}`));
  page.on('dialog', (dialog) => { fault('a dialog'); dialog.dismiss(); });
  page.on('popup', () => fault('a popup'));
  page.on('request', (request) => {
    if (request.url() !== url) fault(`asked for ${request.url()}`);
  });
  await page.goto(url, { waitUntil: 'load' });
  for (const text of await page.evaluate(examine)) fault(text);
  const name = basename(report).replace(/\.html$/, '');
  await page.screenshot({ path: join(screenshots, `${name}-${scheme}-${width}.png`), fullPage: true });
  if (scheme === 'light' && width === 1280) {
    await page.pdf({ path: join(screenshots, `${name}.pdf`), format: 'A4' });
    for (const link of await page.locator('a[href^="#"]').all()) {
      const id = (await link.getAttribute('href')).slice(1);
      if (!(await page.evaluate((id) => document.getElementById(id) !== null, id))) fault(`#${id} leads nowhere`);
    }
  }
  await context.close();
}

// Runs in the page.
function examine() {
  const faults = [];
  const few = (list, what) => {
    if (list.length > 0) faults.push(`${list.length} × ${what}, as ${list[0].outerHTML.slice(0, 200)}`);
  };
  const all = (selector) => [...document.querySelectorAll(selector)];
  const untitled = (element) => (element.querySelector(':scope > title')?.textContent ?? '') === '';
  few(all('.fall g.row, .map rect, .chunks rect, .fall .gap').filter(untitled), 'a bar without a title');
  few(all('script, link, img, iframe, object, embed, form, [style], [onload], [onerror], [onclick]'), 'what does not belong here');
  few(all('a').filter((a) => !a.getAttribute('href').startsWith('#')), 'a link that leaves the page');
  few(all('table').filter((table) => table.querySelector('thead th[scope=col]') === null), 'a table without headers');
  few(all('tbody tr').filter((row) => row.querySelector('th[scope=row]') === null), 'a row without a header');
  few(all('section').filter((section) => section.querySelector('h3') === null), 'a section without a heading');
  const levels = all('h1, h2, h3, h4').map((heading) => Number(heading.tagName[1]));
  levels.forEach((level, at) => {
    if (level > (levels[at - 1] ?? 0) + 1) faults.push(`a heading of level ${level} after ${levels[at - 1]}`);
  });
  if (document.title === '' || document.documentElement.lang === '') faults.push('no title or no language');
  if (document.documentElement.scrollWidth > window.innerWidth) faults.push(`${document.documentElement.scrollWidth} wide`);

  // Contrast as WCAG 2.2, 1.4.3, counts it.
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const colour = (text, below) => {
    canvas.fillStyle = `rgb(${below})`;
    canvas.fillRect(0, 0, 1, 1);
    canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((part) => {
      const value = part / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const background = (element) => {
    if (element === null) return [255, 255, 255];
    return colour(getComputedStyle(element).backgroundColor, background(element.parentElement));
  };
  const pale = (element) => {
    const style = getComputedStyle(element);
    const svg = element instanceof SVGElement;
    let below = background(svg ? element.closest('svg').parentElement : element);
    if (svg) {
      // What is painted before the text and under it.
      const box = element.getBoundingClientRect();
      for (const rect of element.closest('svg').querySelectorAll('rect')) {
        const other = rect.getBoundingClientRect();
        const under = other.left <= box.left + 1 && other.right >= box.left + 2 && other.top <= box.top + 4 && other.bottom >= box.bottom - 4;
        if (under && (rect.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)) {
          below = colour(getComputedStyle(rect).fill, below);
        }
      }
    }
    return contrast(colour(svg ? style.fill : style.color, below), below) < 4.5;
  };
  const texts = all('body *').filter((element) =>
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== '') && element.tagName !== 'title');
  // A long waterfall has the same few kinds of text again and again.
  few(texts.filter((element, at) => at < 1500 && pale(element)), 'a text of too little contrast');
  return faults;
}
