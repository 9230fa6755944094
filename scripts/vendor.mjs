// Fills static/vendor/ from the packages pinned in package-lock.json: `npm ci && npm run vendor`.
// For maintainers. The result is committed, so that running the site needs no Node; a second run changes nothing.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { compile } from "sass";

const OUT = "static/vendor";
const versions = [];

function version(name) {
  return JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")).version;
}

function write(path, text) {
  const full = `${OUT}/${path}`;
  mkdirSync(full.slice(0, full.lastIndexOf("/")), { recursive: true });
  writeFileSync(full, text);
}

function copyLicence(name, file) {
  const text = readFileSync(`node_modules/${name}/${file}`, "utf8");
  write(`${name}/LICENSE.txt`, text);
  versions.push(`${name} ${version(name)} (${text.includes("MIT") ? "MIT" : "see LICENSE.txt"}), https://www.npmjs.com/package/${name}`);
}

// Our Content-Security-Policy refuses `data:` pictures, so each one becomes a file named after its content.
function extractPictures(css, folder) {
  return css.replace(/url\("?data:image\/svg\+xml,(.*?<\/svg>|.*?%3c\/svg%3e)"?\)/g, (_, data) => {
    const svg = decodeURIComponent(data);
    const name = createHash("sha256").update(svg).digest("hex").slice(0, 8);
    write(`${folder}/img/${name}.svg`, `${svg}\n`);
    return `url("img/${name}.svg")`;
  });
}

rmSync(OUT, { recursive: true, force: true });

const bootstrap = compile("scripts/bootstrap.scss", {
  loadPaths: ["node_modules"], style: "compressed", charset: false, quietDeps: true,
  silenceDeprecations: ["import", "global-builtin", "color-functions"],
});
const banner = `/*! Bootstrap ${version("bootstrap")}, in part (scripts/bootstrap.scss). Copyright The Bootstrap Authors. MIT licence. */\n`;
write("bootstrap/bootstrap.css", banner + extractPictures(bootstrap.css, "bootstrap") + "\n");
copyLicence("bootstrap", "LICENSE");

// collectstatic stops at a source map that is not there, so the comment goes.
const picker = readFileSync("node_modules/accessible-autocomplete/dist/accessible-autocomplete.min.js", "utf8");
write("accessible-autocomplete/accessible-autocomplete.js", picker.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n"));
copyLicence("accessible-autocomplete", "LICENSE.txt");

write("VERSIONS", `${versions.join("\n")}\n`);
