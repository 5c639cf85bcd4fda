import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  isDate
} from "./chunk-7WQU5GB5.js";
import {
  changedId
} from "./chunk-ZKYGNOYZ.js";
import {
  lockModes
} from "./chunk-QXUCRDIG.js";
import {
  canonicalJson,
  comparable,
  isCompared,
  sameValue,
  sha256
} from "./chunk-KWIZQELA.js";
import {
  UserError
} from "./chunk-JN2SGYBL.js";
import {
  objectId,
  ownerOf
} from "./chunk-TI3Q4EXQ.js";
import {
  assetPath,
  homePath
} from "./chunk-LQ7MRN4E.js";
import {
  __callDispose,
  __commonJS,
  __require,
  __toESM,
  __using
} from "./chunk-KPJN5OEV.js";

// node_modules/dotenv/dist/index.cjs
var require_dist = __commonJS({
  "node_modules/dotenv/dist/index.cjs"(exports, module) {
    var j = (e, n) => () => {
      try {
        return n || e((n = { exports: {} }).exports, n), n.exports;
      } catch (t) {
        throw n = 0, t;
      }
    };
    var R = j((Z, N) => {
      function T(e) {
        return typeof e == "string" ? !["false", "0", "no", "off", ""].includes(e.toLowerCase()) : !!e;
      }
      function U(e = process.env) {
        let n = {};
        for (let t of ["ENCODING", "PATH", "QUIET", "DEBUG", "OVERRIDE", "FAST"]) {
          let r = e[`DOTENV_${t}`] != null ? e[`DOTENV_${t}`] : e[`DOTENV_CONFIG_${t}`];
          r != null && (n[t.toLowerCase()] = t === "ENCODING" || t === "PATH" ? r : T(r));
        }
        return n;
      }
      N.exports = { parseBoolean: T, optionsFromEnv: U };
    });
    var P = j((ee, b) => {
      var F = __require("fs"), _ = __require("path"), B = __require("os"), { URL: L, fileURLToPath: Q } = __require("url"), { parseBoolean: $, optionsFromEnv: I } = R(), G = /(?:^|^)\s*(?:export\s+)?([\w.-]+)(?:\s*=\s*?|:\s+?)(\s*'(?:\\'|[^'])*'|\s*"(?:\\"|[^"])*"|\s*`(?:\\`|[^`])*`|[^#\r\n]+)?\s*(?:#.*)?(?:$|$)/mg, y = new Uint8Array(256);
      for (let e = 48; e <= 57; e++) y[e] = 1;
      for (let e = 65; e <= 90; e++) y[e] = 1;
      for (let e = 97; e <= 122; e++) y[e] = 1;
      y[45] = 1;
      y[46] = 1;
      y[95] = 1;
      function H(e) {
        let n = {}, t = e.toString();
        t = t.replace(/\r\n?/mg, `
`);
        let r;
        for (; (r = G.exec(t)) != null; ) {
          let o = r[1], i = r[2] || "";
          i = i.trim();
          let c = i[0];
          i = i.replace(/^(['"`])([\s\S]*)\1$/mg, "$2"), c === '"' && (i = i.replace(/\\n/g, `
`), i = i.replace(/\\r/g, "\r")), n[o] = i;
        }
        return n;
      }
      function g(e) {
        return e <= 32 ? e === 32 || e >= 9 && e <= 13 : e >= 160 && (e === 160 || e === 5760 || e >= 8192 && e <= 8202 || e === 8232 || e === 8233 || e === 8239 || e === 8287 || e === 12288 || e === 65279);
      }
      function O(e) {
        return e === 10 || e === 8232 || e === 8233;
      }
      function V(e) {
        let n = {}, t = typeof e == "string" ? e : e.toString();
        t.indexOf("\r") !== -1 && (t = t.replace(/\r\n?/g, `
`));
        let r = t.length, o = 0;
        for (; o < r; ) {
          let i = t.charCodeAt(o);
          for (; o < r && g(i); ) o++, i = t.charCodeAt(o);
          if (o >= r) break;
          if (i === 35) {
            for (; o < r && !O(t.charCodeAt(o)); ) o++;
            continue;
          }
          let c = -1;
          if (i === 101 && o + 6 < r && t.charCodeAt(o + 1) === 120 && t.charCodeAt(o + 2) === 112 && t.charCodeAt(o + 3) === 111 && t.charCodeAt(o + 4) === 114 && t.charCodeAt(o + 5) === 116) {
            let u = t.charCodeAt(o + 6);
            if (g(u)) {
              let s = o + 7;
              for (; s < r && g(t.charCodeAt(s)); ) s++;
              y[t.charCodeAt(s)] && (c = o + 6, o = s);
            } else i = t.charCodeAt(o);
          }
          let E = o, p = 0;
          for (; o < r && (p = t.charCodeAt(o), y[p]); ) o++;
          if (o === E) {
            for (; o < r && !O(t.charCodeAt(o)); ) o++;
            continue;
          }
          let k = t.slice(E, o), D = o;
          if (o >= r && (p = 0), g(p)) do
            o++, p = o < r ? t.charCodeAt(o) : 0;
          while (g(p));
          if (p === 61) o++;
          else if (p === 58 && o === D && o + 1 < r && g(t.charCodeAt(o + 1))) o += 2;
          else {
            for (o = c === -1 ? D : c; o < r && !O(t.charCodeAt(o)); ) o++;
            continue;
          }
          let d = o, l = o;
          for (; l < r && g(t.charCodeAt(l)); ) l++;
          let C = t.charCodeAt(l), a, q = false;
          if (C === 39 || C === 34 || C === 96) {
            let u = t[l], s = t.indexOf(u, l + 1), f = -1, h = -1;
            for (; s !== -1; ) {
              let x = t.charCodeAt(s - 1) === 92, w = s + 1;
              for (; w < r && !O(t.charCodeAt(w)) && g(t.charCodeAt(w)); ) w++;
              if ((w === r || O(t.charCodeAt(w)) || t.charCodeAt(w) === 35) && (f = s, h = w), !x) break;
              s = t.indexOf(u, s + 1);
            }
            if (f !== -1) {
              if (a = t.slice(l + 1, f), o = h, t.charCodeAt(o) === 35) for (; o < r && !O(t.charCodeAt(o)); ) o++;
              q = true;
            }
          }
          if (!q) {
            let u = t.indexOf(`
`, d);
            u === -1 && (u = r);
            let s;
            if (r < 4096) s = t.indexOf("#", d), (s === -1 || s > u) && (s = u);
            else for (s = d; s < u && t.charCodeAt(s) !== 35; ) s++;
            let f = d, h = s;
            for (; f < h && g(t.charCodeAt(f)); ) f++;
            for (; h > f && g(t.charCodeAt(h - 1)); ) h--;
            let x = t.charCodeAt(f);
            if (a = t.slice(f, h), a.includes("\u2028") || a.includes("\u2029") ? a = a.replace(/^(['"`])([\s\S]*)\1$/mg, "$2") : h - f >= 2 && (x === 39 || x === 34 || x === 96) && t.charCodeAt(h - 1) === x && (a = t.slice(f + 1, h - 1)), o = s, s < u) for (; o < r && !O(t.charCodeAt(o)); ) o++;
          }
          C === 34 && (q || l < o) && a.indexOf("\\") !== -1 && (a = a.replace(/\\n/g, `
`).replace(/\\r/g, "\r")), n[k] = a;
        }
        return n;
      }
      function J(e, n) {
        return n && $(n.fast) ? V(e) : H(e);
      }
      function v(e) {
        console.log(`\u2506 ${e}`);
      }
      function W(e) {
        console.error(`\u25C7 ${e}`);
      }
      function S(e) {
        return e[0] === "~" ? _.join(B.homedir(), e.slice(1)) : e;
      }
      function K(e = {}) {
        let n = { ...e };
        for (let t of Object.keys(n)) n[t] === void 0 && delete n[t];
        return { ...I(), ...n };
      }
      function M(e) {
        e = K(e);
        let n = _.resolve(process.cwd(), ".env"), t = "utf8", r = process.env;
        e && e.processEnv != null && (r = e.processEnv);
        let o = $(e && e.debug);
        e && e.encoding ? t = e.encoding : o && v("no encoding is specified (UTF-8 is used by default)");
        let i = [n];
        if (e && e.path) if (!Array.isArray(e.path)) i = [S(e.path)];
        else {
          i = [];
          for (let d of e.path) i.push(S(d));
        }
        let c, E = {}, p = { fast: e.fast };
        for (let d of i) try {
          let l = A.parse(F.readFileSync(d, { encoding: t }), p);
          A.populate(E, l, e);
        } catch (l) {
          o && v(`failed to load ${d} ${l.message}`), c = l;
        }
        let k = A.populate(r, E, e), D = $(Object.prototype.hasOwnProperty.call(e, "quiet") ? e.quiet : I(r).quiet);
        if (o || !D) {
          let d = Object.keys(k).length, l = [];
          for (let C of i) try {
            let a = _.relative(process.cwd(), C instanceof L ? Q(C) : C);
            l.push(a);
          } catch (a) {
            o && v(`failed to load ${C} ${a.message}`), c = a;
          }
          W(`injected env (${d}) from ${l.join(",")}`);
        }
        return c ? { parsed: E, error: c } : { parsed: E };
      }
      function Y(e) {
        return A.configDotenv(e);
      }
      function z(e, n, t = {}) {
        let r = $(t && t.debug), o = $(t && t.override), i = {};
        if (e === null || typeof e != "object" || n === null || typeof n != "object") {
          let c = new Error("OBJECT_REQUIRED: Please check the processEnv argument being passed to populate");
          throw c.code = "OBJECT_REQUIRED", c;
        }
        for (let c of Object.keys(n)) Object.prototype.hasOwnProperty.call(e, c) ? (o === true && (e[c] = n[c], i[c] = n[c]), r && v(o === true ? `"${c}" is already defined and WAS overwritten` : `"${c}" is already defined and was NOT overwritten`)) : (e[c] = n[c], i[c] = n[c]);
        return i;
      }
      var A = { configDotenv: M, config: Y, parse: J, populate: z };
      b.exports.configDotenv = A.configDotenv;
      b.exports.config = A.config;
      b.exports.parse = A.parse;
      b.exports.populate = A.populate;
      b.exports = A;
    });
    var m = P();
    module.exports = m;
    module.exports.config = m.config;
    module.exports.configDotenv = m.configDotenv;
    module.exports.parse = m.parse;
    module.exports.populate = m.populate;
  }
});

// src/files.ts
import { constants } from "node:fs";
import { lstat, mkdir, open, rename, rm, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
async function readRegularFile(root, path, limit) {
  const full = inside(root, path);
  if (!await isRegular(root, full, "file")) return null;
  const file = await open(full, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { size: size2 } = await file.stat();
    if (size2 > limit) {
      throw new UserError(
        "invalid-source",
        `${path} has ${size2} bytes; the limit is ${limit}.`,
        "Check whether this is the file you mean."
      );
    }
    return await file.readFile();
  } finally {
    await file.close();
  }
}
function inside(root, path) {
  const full = resolve(root, path);
  const way = relative(root, full);
  if (way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way)) {
    throw new UserError(
      "invalid-input",
      `${path} lies outside of ${root}.`,
      "Nothing outside of it is read: start the command further up, in the root of the repository."
    );
  }
  return full;
}
async function isRegular(root, full, kind) {
  const steps = relative(root, full).split(sep).filter((step2) => step2 !== "");
  let path = root;
  for (const [index, step2] of steps.entries()) {
    path = join(path, step2);
    const stats = await lstat(path).catch((error) => {
      if (isErrno(error, "ENOENT") || isErrno(error, "ENOTDIR")) return null;
      throw new UserError(
        "invalid-source",
        `Can't read ${path}: ${isErrno(error, "EACCES") ? "permission denied" : String(error)}.`
      );
    });
    if (stats === null) return false;
    if (stats.isSymbolicLink()) {
      throw new UserError(
        "invalid-source",
        `${relative(root, path)} is a symbolic link; files of the repository are read only as regular files.`,
        "Replace the link by the file itself."
      );
    }
    const isLast = index === steps.length - 1;
    if (isLast && kind === "file" && !stats.isFile()) return false;
    if ((!isLast || kind === "folder") && !stats.isDirectory()) return false;
  }
  return true;
}
async function refuseLinks(root, path) {
  const steps = relative(root, path).split(sep);
  if (steps[0] === ".." || isAbsolute(steps[0] ?? "")) return;
  let place = root;
  for (const step2 of steps) {
    place = join(place, step2);
    const isLink = await lstat(place).then(
      (stats) => stats.isSymbolicLink(),
      () => false
    );
    if (isLink)
      throw new UserError(
        "invalid-input",
        `Can't write to ${path}: ${relative(root, place)} is a symbolic link.`,
        "Replace the link by a folder, or choose another place with --out."
      );
  }
}
async function writeWhole(path, content) {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temporary, content, { flag: "wx" });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => void 0);
    throw unwritable(path, error);
  }
}
async function removeFile(path) {
  await rm(path, { force: true }).catch((error) => {
    throw unwritable(path, error);
  });
}
function unwritable(path, error) {
  return new UserError(
    "invalid-input",
    `Can't write ${path}: ${errnoText(error)}.`,
    "Choose another place with --out, or make this one writable.",
    { cause: error }
  );
}
function isErrno(error, code2) {
  return error instanceof Error && "code" in error && error.code === code2;
}
function errnoText(error) {
  const texts = {
    EACCES: "permission denied",
    EROFS: "the file system is read-only",
    ENOSPC: "no space left on the device",
    ENOTDIR: "a part of the path is a file, not a folder",
    EISDIR: "it is a folder",
    EEXIST: "a file is in the way"
  };
  const code2 = error instanceof Error && "code" in error ? String(error.code) : "";
  return texts[code2] ?? (error instanceof Error ? error.message : String(error));
}

// src/git.ts
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { posix } from "node:path";
function gitReader(searchPath) {
  return (workingDirectory2) => readGit(workingDirectory2, gitIn(workingDirectory2, searchPath));
}
async function readGit(workingDirectory2, git) {
  const location = await git("rev-parse", "--show-prefix");
  if (location === null) return null;
  const prefix = line(location);
  const commit = await commitAt(git, "HEAD");
  const symbolic = await git("symbolic-ref", "--quiet", "--short", "HEAD");
  const branch = symbolic === null ? null : line(symbolic);
  const base = commit === null ? { available: false, reason: "The repository has no commit yet." } : await findBase(git, commit, prefix);
  return {
    branch,
    commit,
    taskSlug: proposeTask(branch),
    base,
    readFromBase: async (path) => base.available && base.files.has(path) ? git("cat-file", "blob", `${base.ref}:${prefix}${path}`) : null,
    changedAmong: async (paths) => base.available ? changedSince(await filesAt(git, base.mergeBase, prefix), paths, workingDirectory2) : /* @__PURE__ */ new Set(),
    deletedAmong: async (paths) => base.available ? deletedSince(await filesAt(git, base.mergeBase, prefix), paths, workingDirectory2) : /* @__PURE__ */ new Set()
  };
}
async function changedSince(shared, paths, workingDirectory2) {
  const changed = /* @__PURE__ */ new Set();
  for (const path of paths) {
    const content = await readRegularFile(workingDirectory2, path, 5e7);
    const hash = shared.get(path);
    if (content === null || hash === void 0 || !isBlob(content, hash)) changed.add(path);
  }
  return changed;
}
async function deletedSince(shared, paths, workingDirectory2) {
  const deleted = /* @__PURE__ */ new Set();
  for (const path of paths)
    if (shared.has(path) && await readRegularFile(workingDirectory2, path, 5e7) === null) deleted.add(path);
  return deleted;
}
function isBlob(content, hash) {
  const unix = Buffer.from(content.toString("latin1").replaceAll("\r\n", "\n"), "latin1");
  return [content, unix].some((bytes) => blobHash(bytes, hash.length === 64 ? "sha256" : "sha1") === hash);
}
function blobHash(content, algorithm) {
  return createHash(algorithm).update(`blob ${content.length}\0`).update(content).digest("hex");
}
function proposeTask(branch) {
  if (branch === null || ["main", "master", "trunk", "develop"].includes(branch)) return null;
  const own = branch.replace(/^(?:feature|feat|fix|bugfix|hotfix|chore|task|users?\/[^/]+)\//i, "");
  const slug = own.normalize("NFKD").toLowerCase().replace(new RegExp("\\p{M}", "gu"), "").replace(/[^a-z0-9]+/g, "-").slice(0, 60).replace(/^-+|-+$/g, "");
  return slug === "" ? null : slug;
}
function gitIn(folder, searchPath) {
  return (...args) => runGit(folder, searchPath, args);
}
async function findBase(git, head, prefix) {
  const shallow = line(await git("rev-parse", "--is-shallow-repository") ?? "") === "true";
  const ref = await findDefaultBranch(git);
  if (ref === null) {
    return {
      available: false,
      reason: `No default branch was found (${defaultBranches.join(", ")}).${shallow ? shallowAdvice : ""}`
    };
  }
  const mergeBase = await git("merge-base", head, ref.commit);
  if (mergeBase !== null)
    return {
      available: true,
      ref: ref.ref,
      mergeBase: line(mergeBase),
      files: new Set((await filesAt(git, ref.commit, prefix)).keys())
    };
  return {
    available: false,
    reason: shallow ? `The checkout is shallow: what it shares with ${ref.ref} is not in it.${shallowAdvice}` : `HEAD and ${ref.ref} share no commit.`
  };
}
var shallowAdvice = " Check out with `fetch-depth: 0`.";
var defaultBranches = ["origin/HEAD", "origin/main", "origin/master", "main", "master"];
async function findDefaultBranch(git) {
  for (const name of defaultBranches) {
    const commit = await commitAt(git, `refs/${name.startsWith("origin/") ? "remotes" : "heads"}/${name}`);
    if (commit === null) continue;
    const target = name === "origin/HEAD" ? await git("symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD") : null;
    return { ref: target === null ? name : line(target), commit };
  }
  return null;
}
async function commitAt(git, revision) {
  const commit = await git("rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`);
  return commit === null ? null : line(commit);
}
async function filesAt(git, commit, prefix) {
  const folder = posix.join(prefix, ".").replace(/\/+$/, "");
  const listing = await git("ls-tree", "-r", "-z", "--full-tree", commit, "--", ...folder === "." ? [] : [folder]);
  return new Map((listing ?? "").split("\0").flatMap((entry) => fileEntry(entry, prefix)));
}
function fileEntry(entry, prefix) {
  const match = /^100\d{3} blob ([0-9a-f]+)\t([\s\S]+)$/.exec(entry);
  if (match === null) return [];
  const [, hash = "", path = ""] = match;
  return path.startsWith(prefix) ? [[path.slice(prefix.length), hash]] : [];
}
var careful = [
  "--no-pager",
  "--no-replace-objects",
  "--no-optional-locks",
  "--literal-pathspecs",
  ...[
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.sshCommand=false",
    "core.askPass=",
    "credential.helper=",
    "protocol.allow=never",
    "safe.directory=*"
  ].flatMap((setting) => ["-c", setting])
];
var environment = {
  LC_ALL: "C",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_TERMINAL_PROMPT: "0",
  GIT_NO_LAZY_FETCH: "1"
};
async function runGit(directory, searchPath, args) {
  return new Promise((settle) => {
    const options = {
      cwd: directory,
      env: { ...environment, PATH: searchPath },
      maxBuffer: 64 * 1024 * 1024,
      timeout: 3e4,
      windowsHide: true
    };
    execFile("git", [...careful, ...args], options, (error, stdout) => settle(error === null ? stdout : null));
  });
}
function line(output) {
  return output.replace(/\n$/, "");
}

// src/redact.ts
var shortest = 8;
function redactor(urls) {
  const secrets = urls.flatMap(secretsOf).filter((secret) => secret.length >= shortest);
  const windows = new Set(
    secrets.flatMap((secret) => Array.from({ length: secret.length - shortest + 1 }, (_, at) => secret.slice(at, at + shortest)))
  );
  return (text2) => windows.size === 0 ? text2 : mask(text2, windows);
}
function secretPieces(urls) {
  return [.../* @__PURE__ */ new Set([...urls, ...urls.flatMap(secretsOf)])].filter((piece) => piece.length >= shortest);
}
function redactValues(data, redact) {
  return JSON.parse(JSON.stringify(data), (_key, value) => typeof value === "string" ? redact(value) : value);
}
function mask(text2, windows) {
  let result = "";
  let kept2 = 0;
  for (let at = 0; at + shortest <= text2.length; at++) {
    if (!windows.has(text2.slice(at, at + shortest))) continue;
    let end = at + shortest;
    while (end < text2.length && windows.has(text2.slice(end - shortest + 1, end + 1))) end++;
    result += `${text2.slice(kept2, at)}***`;
    kept2 = end;
    at = end - 1;
  }
  return result + text2.slice(kept2);
}
function secretsOf(url) {
  const authority = url.replace(/^[^:/?#@]*:\/\//, "");
  const cut = !authority.includes("@") && /^(?!file:|sqlite:)[^/]*:\/\/[^:/[]*:(?!\d*(?:[/?#]|$))/i.test(url);
  const userinfo = cut ? authority : authority.slice(0, Math.max(authority.lastIndexOf("@"), 0));
  const user = userinfo.split(":")[0] ?? "";
  const password = userinfo.slice(user.length + 1);
  const parameters = [...url.matchAll(/[?&](?:password|sslpassword|api_key|authtoken|token)=([^&#]*)/gi)].map(
    ([, value]) => value ?? ""
  );
  const variants = [password, ...parameters].flatMap((secret) => [
    secret,
    decoded(secret),
    encodeURIComponent(decoded(secret).toWellFormed())
  ]);
  const isPublic = /* @__PURE__ */ new Set([user, decoded(user)]);
  return variants.filter((secret) => !isPublic.has(secret));
}
function decoded(text2) {
  try {
    return decodeURIComponent(text2);
  } catch {
    return text2;
  }
}

// src/diff/describe-change.ts
function describeChange(change2) {
  switch (change2.kind) {
    case "create":
      return `${change2.object.id}: ${isMember(change2.object) ? "added" : "created"}${details(change2.object, change2.parts)}`;
    case "drop":
      return `${change2.object.id}: dropped${details(change2.object, change2.parts)}`;
    case "rename":
      return `${change2.from.id}: renamed to ${change2.to.name}`;
    case "alter":
      return `${changedId(change2)}: ${change2.fields.map((field) => describeField(change2, field)).join("; ")}`;
  }
}
var members = /* @__PURE__ */ new Set(["column", "primary key", "foreign key", "check", "exclusion", "comment"]);
function isMember(object) {
  return members.has(object.kind);
}
function details(object, parts) {
  switch (object.kind) {
    case "table": {
      const columns2 = parts.filter((part) => part.kind === "column").length;
      return columns2 === 0 ? "" : ` (${columns2} ${columns2 === 1 ? "column" : "columns"})`;
    }
    case "column":
      return ` (${columnText(object)})`;
    case "index":
      return ` on ${object.table} (${indexText(object)})`;
    case "foreign key":
      return ` (${foreignKeyText(object)})`;
    case "primary key":
      return ` (${object.columns.join(", ")})`;
    case "check":
      return ` (${shorten(object.expression)})`;
    case "enum":
      return ` (${shorten(object.values.join(", "))})`;
    case "comment":
      return ` (${shorten(object.text)})`;
    case "rights":
      return object.grants.length === 0 ? "" : ` (${shorten(object.grants.join("; "))})`;
    default:
      return "";
  }
}
function columnText(column) {
  const parts = [
    column.type,
    column.nullable ? null : "not null",
    column.default === null ? null : `default ${shorten(column.default)}`
  ];
  return parts.filter((part) => part !== null).join(", ");
}
function indexText(index) {
  const keys = index.keys.map((key) => key.column ?? key.expression ?? "?").join(", ");
  return `${keys}${index.unique ? ", unique" : ""}${index.where === null ? "" : ", partial"}${index.valid ? "" : ", INVALID"}`;
}
function foreignKeyText(key) {
  return `${key.columns.join(", ")} to ${key.references.replace(/^table /, "")}, on delete ${key.onDelete}`;
}
function describeField(change2, field) {
  const from = show(change2.from[field]);
  const to = show(change2.to[field]);
  return `${spaced(field)} ${from} \u2192 ${to}`;
}
function show(value) {
  if (value === null || value === void 0) return "none";
  if (Array.isArray(value)) return `[${shorten(value.map(show).join(", "))}]`;
  return shorten(typeof value === "string" ? value : JSON.stringify(value));
}
function spaced(field) {
  return field.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
function shorten(text2) {
  return text2.length <= 120 ? text2 : `${text2.slice(0, 117)}...`;
}

// src/report/json.ts
var empty = {
  failureReason: null,
  message: null,
  environment: null,
  target: null,
  strategy: null,
  digest: null,
  planPath: null,
  counts: { statements: 0, add: 0, change: 0, drop: 0 },
  drift: [],
  kept: [],
  rules: [],
  pending: [],
  reasons: [],
  sync: null,
  statements: [],
  hazards: [],
  relaxed: [],
  rehearsal: null,
  execution: null,
  verification: null,
  baseline: null,
  init: null
};
function preflightDocument(command2, preflight2, planPath) {
  const { comparison, inputs, proposal } = preflight2;
  const { plan, verdict: verdict3 } = proposal;
  const reasons = verdict3.outcome === "blocked" ? verdict3.reasons : [];
  return {
    ...empty,
    command: command2,
    outcome: verdict3.outcome,
    failureReason: reasons[0]?.reason ?? null,
    message: reasons[0]?.message ?? null,
    environment: inputs.environment,
    target: inputs.target,
    strategy: inputs.strategy,
    digest: plan?.digest ?? null,
    planPath,
    counts: { statements: plan?.statements.length ?? 0, ...plan?.summary ?? { add: 0, change: 0, drop: 0 } },
    drift: comparison.report.drift.map((drift) => ({
      cause: drift.cause,
      from: drift.from,
      object: drift.object,
      summary: drift.summary,
      ways: waysOf(preflight2.ways.get(drift))
    })),
    kept: [
      ...comparison.report.kept,
      ...(proposal.push?.kept ?? []).map(({ change: change2, reason }) => ({ object: changedId(change2), reason }))
    ],
    rules: comparison.report.rules,
    pending: pendingOf(preflight2),
    reasons,
    sync: proposal.sync === null ? null : {
      existing: proposal.sync.existing,
      added: proposal.sync.added.map(describeChange),
      left: proposal.sync.left.map(describeChange)
    },
    statements: plan?.statements ?? [],
    hazards: plan?.statements.flatMap(({ hazards }) => hazards) ?? [],
    relaxed: proposal.relaxed,
    rehearsal: proposal.rehearsal
  };
}
function pendingOf({ comparison, inputs }) {
  return inputs.strategy === "migrate" && !comparison.historyMissing ? comparison.diagnosis.pending.map(({ id }) => id) : [];
}
function waysOf(ways) {
  const sqlOf = (way) => "sql" in way ? way.sql : null;
  return ways === void 0 ? null : { adopt: sqlOf(ways.adopt), undo: sqlOf(ways.undo), ignore: ways.ignore };
}
function applyDocument(command2, plan, planPath, { execution, verification, unverified }) {
  const [reason] = execution.reasons;
  return {
    ...empty,
    ...ofPlan(plan, planPath),
    command: command2,
    outcome: execution.outcome,
    failureReason: unverified === null ? failureReasonOf(execution, verification) : "verify-failed",
    message: reason?.message ?? execution.stop?.message ?? unverified?.message ?? null,
    environment: execution.environment,
    reasons: execution.reasons,
    execution,
    verification
  };
}
function verifyDocument(plan, planPath, verification) {
  const diverged = verification.outcome === "diverged";
  return {
    ...empty,
    ...ofPlan(plan, planPath),
    command: "verify",
    outcome: verification.outcome,
    failureReason: diverged ? "verify-failed" : null,
    message: diverged ? "The database is not what the plan promised." : null,
    environment: verification.environment,
    verification
  };
}
var baselineOutcomes = {
  planned: "planned",
  "nothing-to-do": "nothing-to-do",
  refused: "refused",
  recorded: "applied",
  failed: "failed"
};
function baselineDocument(baseline, target) {
  const [reason] = baseline.reasons;
  const failed = baseline.outcome === "refused" || baseline.outcome === "failed";
  const diverged = baseline.verification?.outcome === "diverged";
  return {
    ...empty,
    command: "baseline",
    outcome: baselineOutcomes[baseline.outcome],
    failureReason: failed ? reason?.reason ?? "apply-failed" : diverged ? "verify-failed" : null,
    message: reason?.message ?? null,
    environment: baseline.environment,
    target,
    strategy: "migrate",
    digest: baseline.digest,
    pending: baseline.pending,
    reasons: failed ? baseline.reasons : [],
    baseline
  };
}
function ofPlan(plan, planPath) {
  return {
    strategy: plan.strategy,
    digest: plan.digest,
    planPath,
    counts: { statements: plan.statements.length, ...plan.summary },
    statements: plan.statements,
    hazards: plan.statements.flatMap(({ hazards }) => hazards)
  };
}
function failureReasonOf({ outcome, reasons, stop }, verification) {
  switch (outcome) {
    case "applied":
    case "nothing-to-do":
      return verification?.outcome === "diverged" ? "verify-failed" : null;
    case "refused":
      return reasons[0]?.reason ?? null;
    case "partially-applied":
      return "partially-applied";
    case "failed":
      if (stop?.failure?.kind === "lock-timeout") return "lock-timeout";
      return stop?.failure?.kind === "permission" ? "permission-denied" : "apply-failed";
  }
}
function rehearseDocument({ statements: statements2, rehearsal }, environment2) {
  const outcome = { rehearsed: "done", failed: "blocked", "not-rehearsed": "failed" };
  const reason = rehearsal.outcome === "rehearsed" ? null : rehearsal.reason;
  return {
    ...empty,
    command: "rehearse",
    outcome: outcome[rehearsal.outcome],
    failureReason: reason === null ? null : "invalid-source",
    message: reason,
    environment: environment2,
    counts: { ...empty.counts, statements: statements2.length },
    statements: statements2,
    hazards: statements2.flatMap(({ hazards }) => hazards),
    rehearsal
  };
}
function plainDocument(command2, environment2, message) {
  return { ...empty, command: command2, outcome: "done", environment: environment2, message };
}
function initDocument(environment2, init) {
  const left = init.files.filter(({ state }) => state === "differs");
  const message = left.length === 0 ? null : `Left alone, as they are there with other content: ${left.map(({ path }) => path).join(", ")}.`;
  return { ...empty, command: "init", outcome: "done", environment: environment2, message, init };
}
function failureDocument(command2, environment2, reason, message) {
  return { ...empty, command: command2, outcome: "failed", failureReason: reason, message, environment: environment2 };
}

// src/report/short-sql.ts
function shortSql(sql3, length) {
  const text2 = withoutLeadingComments(sql3).split("\n").map((line2) => line2.trim()).filter((line2) => !line2.startsWith("--")).join(" ");
  return text2.length <= length ? text2 : `${text2.slice(0, length - 3)}...`;
}
function withoutLeadingComments(sql3) {
  const text2 = sql3.trimStart();
  const end = text2.startsWith("--") ? text2.indexOf("\n") : text2.startsWith("/*") ? text2.indexOf("*/") + 1 : 0;
  if (end === 0) return text2;
  return end < 0 ? text2 : withoutLeadingComments(text2.slice(end + 1));
}

// src/plan/digest.ts
function digestOf(plan) {
  const { target, source } = plan;
  return sha256(
    canonicalJson({
      version: plan.version,
      environment: plan.environment,
      strategy: plan.strategy,
      push: plan.push,
      source: { kind: source.kind, files: source.files },
      target: { ...target, serverVersion: majorOf(target.serverVersion) },
      migrations: plan.migrations,
      visibleKinds: plan.visibleKinds,
      touches: plan.touches,
      base: plan.base,
      expected: { fingerprint: plan.expected.fingerprint },
      batches: plan.batches,
      statements: plan.statements.map(({ sql: sql3, origin, batch, effects: effects2 }) => ({ sql: sql3, origin, batch, effects: effects2 }))
    })
  );
}
function shortDigest(digest) {
  return digest.slice(0, 12);
}
function majorOf(version) {
  return version.split(".")[0] ?? version;
}

// src/report/effects.ts
var effectWords = {
  "deletes-data": "deletes data",
  "not-understood": "holds something that was not understood",
  "reaches-outside": "reaches outside of the database",
  "changes-data": "changes data",
  "changes-rights": "changes rights",
  "touches-history": "touches a history table"
};
var effectsOfMany = {
  "deletes-data": "delete data",
  "not-understood": "hold something that was not understood",
  "reaches-outside": "reach outside of the database",
  "changes-data": "change data",
  "changes-rights": "change rights",
  "touches-history": "touch a history table"
};
var effects = Object.keys(effectWords);

// node_modules/markdown-table/index.js
function defaultStringLength(value) {
  return value.length;
}
function markdownTable(table2, options) {
  const settings = options || {};
  const align = (settings.align || []).concat();
  const stringLength = settings.stringLength || defaultStringLength;
  const alignments = [];
  const cellMatrix = [];
  const sizeMatrix = [];
  const longestCellByColumn = [];
  let mostCellsPerRow = 0;
  let rowIndex = -1;
  while (++rowIndex < table2.length) {
    const row2 = [];
    const sizes2 = [];
    let columnIndex2 = -1;
    if (table2[rowIndex].length > mostCellsPerRow) {
      mostCellsPerRow = table2[rowIndex].length;
    }
    while (++columnIndex2 < table2[rowIndex].length) {
      const cell = serialize(table2[rowIndex][columnIndex2]);
      if (settings.alignDelimiters !== false) {
        const size2 = stringLength(cell);
        sizes2[columnIndex2] = size2;
        if (longestCellByColumn[columnIndex2] === void 0 || size2 > longestCellByColumn[columnIndex2]) {
          longestCellByColumn[columnIndex2] = size2;
        }
      }
      row2.push(cell);
    }
    cellMatrix[rowIndex] = row2;
    sizeMatrix[rowIndex] = sizes2;
  }
  let columnIndex = -1;
  if (typeof align === "object" && "length" in align) {
    while (++columnIndex < mostCellsPerRow) {
      alignments[columnIndex] = toAlignment(align[columnIndex]);
    }
  } else {
    const code2 = toAlignment(align);
    while (++columnIndex < mostCellsPerRow) {
      alignments[columnIndex] = code2;
    }
  }
  columnIndex = -1;
  const row = [];
  const sizes = [];
  while (++columnIndex < mostCellsPerRow) {
    const code2 = alignments[columnIndex];
    let before = "";
    let after = "";
    if (code2 === 99) {
      before = ":";
      after = ":";
    } else if (code2 === 108) {
      before = ":";
    } else if (code2 === 114) {
      after = ":";
    }
    let size2 = settings.alignDelimiters === false ? 1 : Math.max(
      1,
      longestCellByColumn[columnIndex] - before.length - after.length
    );
    const cell = before + "-".repeat(size2) + after;
    if (settings.alignDelimiters !== false) {
      size2 = before.length + size2 + after.length;
      if (size2 > longestCellByColumn[columnIndex]) {
        longestCellByColumn[columnIndex] = size2;
      }
      sizes[columnIndex] = size2;
    }
    row[columnIndex] = cell;
  }
  cellMatrix.splice(1, 0, row);
  sizeMatrix.splice(1, 0, sizes);
  rowIndex = -1;
  const lines = [];
  while (++rowIndex < cellMatrix.length) {
    const row2 = cellMatrix[rowIndex];
    const sizes2 = sizeMatrix[rowIndex];
    const cellsInRow = settings.fillRows === false ? Math.max(1, cellMatrix[rowIndex === 1 ? 0 : rowIndex].length) : mostCellsPerRow;
    columnIndex = -1;
    const line2 = [];
    while (++columnIndex < cellsInRow) {
      const cell = row2[columnIndex] || "";
      let before = "";
      let after = "";
      if (settings.alignDelimiters !== false) {
        const size2 = longestCellByColumn[columnIndex] - (sizes2[columnIndex] || 0);
        const code2 = alignments[columnIndex];
        if (code2 === 114) {
          before = " ".repeat(size2);
        } else if (code2 === 99) {
          const half = size2 / 2;
          if (size2 % 2) {
            before = " ".repeat(half + 0.5);
            after = " ".repeat(half - 0.5);
          } else {
            before = " ".repeat(half);
            after = before;
          }
        } else {
          after = " ".repeat(size2);
        }
      }
      if (settings.delimiterStart !== false && !columnIndex) {
        line2.push("|");
      }
      if (settings.padding !== false && // Don’t add the opening space if we’re not aligning and the cell is
      // empty: there will be a closing space.
      !(settings.alignDelimiters === false && cell === "") && (settings.delimiterStart !== false || columnIndex)) {
        line2.push(" ");
      }
      if (settings.alignDelimiters !== false) {
        line2.push(before);
      }
      line2.push(cell);
      if (settings.alignDelimiters !== false) {
        line2.push(after);
      }
      if (settings.padding !== false) {
        line2.push(" ");
      }
      if (settings.delimiterEnd !== false || columnIndex !== cellsInRow - 1) {
        line2.push("|");
      }
    }
    lines.push(
      settings.delimiterEnd === false ? line2.join("").replace(/ +$/, "") : line2.join("")
    );
  }
  return lines.join("\n");
}
function serialize(value) {
  return value === null || value === void 0 ? "" : String(value);
}
function toAlignment(value) {
  const code2 = typeof value === "string" ? value.codePointAt(0) : 0;
  return code2 === 67 || code2 === 99 ? 99 : code2 === 76 || code2 === 108 ? 108 : code2 === 82 || code2 === 114 ? 114 : 0;
}

// src/report/markdown.ts
function md(strings, ...values) {
  return String.raw({ raw: strings.map((part) => part) }, ...values);
}
var hidden = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\uD800-\uDFFF]/gu;
function visible(text2, lines = "escape") {
  return text2.replaceAll(hidden, (character) => {
    if (lines === "keep" && (character === "\n" || character === "	")) return character;
    if (character === "\n") return "\\n";
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`;
  });
}
function code(text2) {
  const shown3 = visible(text2);
  if (shown3 === "") return "(empty)";
  const bars = "`".repeat(longestRun(shown3) + 1);
  const padding = /^[` ]|[` ]$/.test(shown3) ? " " : "";
  return `${bars}${padding}${shown3}${padding}${bars}`;
}
function codeInHtml(text2) {
  return `<code>${entities(visible(text2), /[&<>"'@#]/g)}</code>`;
}
function text(value) {
  return entities(
    visible(value),
    /[\\`*{}[\]<>#|~@&!$^]|(?<![\p{L}\p{N}]_*)_|_(?!_*[\p{L}\p{N}])|:(?=\S)|(?<=www)\.|(?<=\bgh)-(?=\d)|^[-+=]/giu
  ).replaceAll(/&#(?:35|45|46|58|64);/g, "$&<!-- -->");
}
function prose(value) {
  const parts = value.split("`");
  if (parts.length % 2 === 0) return text(value);
  return join2(parts.map((part, index) => index % 2 === 0 ? text(part) : code(part)));
}
function entities(value, special) {
  return value.replaceAll(special, (character) => `&#${character.codePointAt(0) ?? 0};`);
}
function longestRun(content) {
  return [...content.matchAll(/`+/g)].reduce((longest, [run]) => Math.max(longest, run.length), 0);
}
function fence(content, language) {
  const shown3 = visible(content.replaceAll("\r\n", "\n"), "keep").trimEnd();
  const bars = "`".repeat(Math.max(3, longestRun(shown3) + 1));
  return `${bars}${language}
${shown3}
${bars}
`;
}
function table(header, rows3) {
  const cells = (row) => row.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " "));
  return `${markdownTable([header, ...rows3].map(cells))}
`;
}
function bullets(items) {
  return items.map((item) => `- ${item.replaceAll("\n", "\n  ")}
`).join("");
}
function fold(summary4, body) {
  return `<details><summary>${summary4}</summary>

${body}
</details>
`;
}
function join2(parts, separator = "") {
  return parts.join(separator);
}
function count(number, one, many = `${one}s`) {
  return `${number.toLocaleString("en-US")} ${number === 1 ? one : many}`;
}
function fill(template, slots) {
  const used = /* @__PURE__ */ new Set();
  const filled = template.replaceAll(/\{\{([a-z-]+)\}\}(\n\n)?/g, (_match, name, blank) => {
    const value = slots[name];
    if (value === void 0) throw new Error(`The template has a slot "${name}" that nothing fills.`);
    used.add(name);
    return value === "" ? "" : `${value.trimEnd()}${blank ?? ""}`;
  });
  const unused = Object.keys(slots).filter((name) => !used.has(name));
  if (unused.length > 0) throw new Error(`The template has no slot for ${unused.join(", ")}.`);
  return `${filled.trimEnd()}
`;
}

// src/report/parts.ts
var engineTitles = { postgres: "PostgreSQL", sqlite: "SQLite", mysql: "MySQL" };
function engineTitle(connection) {
  return engineTitles[connection.dialect];
}
function describeLeft(change2) {
  return change2.kind === "drop" ? `${changedId(change2)}: only in the database` : describeChange(change2);
}
function footer({ at, tool }) {
  return md`---\nWritten by ${text(tool)} at ${at.toISOString()}. The database was read, nothing was written to it.\n`;
}
function sentence(part) {
  return `${part.charAt(0).toUpperCase()}${part.slice(1)}.`;
}
function enumerate(parts) {
  if (parts.length < 2) return parts[0] ?? md``;
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1) ?? ""}`;
}

// src/report/rehearsal.ts
function rehearsalWords(rehearsal) {
  switch (rehearsal.outcome) {
    case "not-rehearsed":
      return [`Not rehearsed${rehearsal.engine === null ? "" : ` (${rehearsal.engine})`}. ${rehearsal.reason}`];
    case "failed":
      return [
        `Rehearsed on ${rehearsal.engine}, and it fails. ${rehearsal.reason}`,
        ...extent(rehearsal.tables),
        ...missing(rehearsal.notReproduced)
      ];
    case "rehearsed":
      return [
        `Rehearsed on ${rehearsal.engine}: every statement ran on a copy of the live schema without its rows${endWords(rehearsal.end)}.`,
        ...skipped(rehearsal),
        ...extent(rehearsal.tables),
        ...missing(rehearsal.notReproduced),
        ...wayBackWords(rehearsal.wayBack)
      ];
  }
}
function endWords(end) {
  switch (end.outcome) {
    case "as-expected":
      return ", and it ended in the state that the plan promises";
    case "differs":
      return `, but it did not end as the plan promises: ${differences(end.differences)}`;
    case "not-promised":
      return end.changes.length === 0 ? "; the schema is the same afterwards" : `. It changes ${differences(end.changes)}`;
  }
}
function wayBackWords(wayBack2) {
  switch (wayBack2.outcome) {
    case "as-before":
      return ["The way back was tried, too: it leads to where the plan begins."];
    case "differs":
      return [`The way back was tried, too: it does not lead to where the plan begins: ${differences(wayBack2.differences)}.`];
    case "failed":
      return [`The way back was tried, too, and fails: ${wayBack2.reason}.`];
    case "none":
      return [];
  }
}
function skipped({ observations }) {
  const numbers = observations.flatMap(({ outcome }, index) => outcome.kind === "not-run" ? [index + 1] : []);
  if (numbers.length === 0) return [];
  return [
    `${numbers.length === 1 ? "Statement" : "Statements"} ${numbers.join(", ")} ${numbers.length === 1 ? "depends" : "depend"} on rows and had to be left out.`
  ];
}
function extent({ copied, of }) {
  return copied === of ? [] : [`The copy holds ${copied} of ${of} tables: those that the plan concerns.`];
}
function missing(notReproduced) {
  if (notReproduced.length === 0) return [];
  const shown3 = notReproduced.slice(0, mostNamed).map(({ object, reason }) => `${object} (${reason})`);
  return [`The copy lacks ${listed(shown3, notReproduced.length)}.`];
}
var mostNamed = 5;
function differences(found) {
  return listed(
    found.slice(0, mostNamed).map(({ summary: summary4 }) => summary4),
    found.length
  );
}
function listed(shown3, total) {
  return total > shown3.length ? `${shown3.join("; ")}; and ${total - shown3.length} more` : shown3.join("; ");
}

// src/report/waits.ts
function waitOf(index, watching) {
  const observation = watching.observations[index];
  if (observation === void 0) return null;
  switch (observation.outcome.kind) {
    case "not-run":
      return `not tried: ${lowerFirst(observation.outcome.reason)}`;
    case "failed":
      return `fails: ${observation.outcome.message}`;
    case "done":
      return joined([
        ...work(observation, watching.statistics),
        ...waiting(index, observation, watching),
        ...losses(observation)
      ]);
  }
}
function joined(parts) {
  return parts.length === 0 ? null : parts.join("; ");
}
var workWords = {
  rewrite: (what) => `writes ${what} anew`,
  "index build": (what) => `builds an index on ${what}`,
  scan: (what) => `reads all of ${what}`
};
function work({ duration, rewrites, scans, builds }, statistics) {
  if (duration === "instant" || duration === "unknown") return [];
  const tables = duration === "rewrite" ? rewrites : scans;
  if (tables.length === 0) return duration === "index build" ? [`builds ${names(builds)}`] : [];
  return [workWords[duration](names(tables, statistics))];
}
function waiting(index, { duration, locks, rewrites, scans }, watching) {
  const { plan, statistics } = watching;
  if (plan.target.dialect === "sqlite")
    return duration === "instant" ? [] : [`other writers of the file wait ${spans[duration]}`];
  const own = strongest(locks);
  const held = duration === "instant" ? [] : strongest(locksBefore(index, watching));
  const [first] = [...own, ...held].sort((a, b) => strength(b.mode) - strength(a.mode));
  const who = first === void 0 ? null : waiters[first.mode];
  if (first === void 0 || who === null) return [];
  const work2 = (id) => rewrites.includes(id) ? 2 : Number(scans.includes(id));
  const same = (own.includes(first) ? own : held).filter(({ mode }) => mode === first.mode).map(({ relation }) => relation).sort((a, b) => work2(b) - work2(a));
  const since = own.includes(first) ? "" : ", since an earlier statement of its transaction";
  return [`${who} of ${names(same, duration === "instant" ? statistics : {})} wait ${spans[duration]}${since}`];
}
function locksBefore(index, { plan, observations }) {
  const batch = plan.statements[index]?.batch;
  if (batch === void 0 || plan.batches[batch]?.transactional !== true) return [];
  return plan.statements.flatMap(
    (statement, at) => at < index && statement.batch === batch ? observations[at]?.locks ?? [] : []
  );
}
function strongest(all) {
  const locks = all.filter(({ relation }) => !relation.startsWith("sequence "));
  const most = Math.max(...locks.map(({ mode }) => strength(mode)));
  return locks.filter(({ mode }) => strength(mode) === most);
}
function strength(mode) {
  return lockModes.indexOf(mode);
}
var waiters = {
  AccessShareLock: null,
  RowShareLock: null,
  RowExclusiveLock: null,
  ShareUpdateExclusiveLock: "other changes of the structure",
  ShareLock: "writers",
  ShareRowExclusiveLock: "writers",
  ExclusiveLock: "writers",
  AccessExclusiveLock: "readers and writers"
};
var spans = {
  instant: "a moment",
  "index build": "until it is built",
  scan: "until it is read",
  rewrite: "until it is written",
  unknown: "as long as it runs"
};
function losses({ drops, empties }) {
  return [
    ...drops.length === 0 ? [] : [`also drops ${names(drops)}`],
    ...empties.length === 0 ? [] : [`also deletes the rows of ${names(empties)}`]
  ];
}
var mostNames = 3;
function names(ids, statistics = {}) {
  const shown3 = ids.slice(0, mostNames).map((id) => `${id}${size(statistics[id]?.rows ?? null)}`);
  return ids.length > shown3.length ? `${shown3.join(", ")} and ${ids.length - shown3.length} more` : shown3.join(", ");
}
function size(rows3) {
  return rows3 === null || rows3 < 0 ? "" : ` (\u2248 ${rows3.toLocaleString("en-US")} rows)`;
}
function lowerFirst(sentence2) {
  return `${sentence2.charAt(0).toLowerCase()}${sentence2.slice(1).replace(/\.$/, "")}`;
}

// src/report/terminal.ts
function summarizePreflight(preflight2, paint2) {
  return [...headline(preflight2, paint2), ...driftLines(preflight2, paint2), ...planLines(preflight2, paint2)].join("\n");
}
function summarizeCheck({ connection, facts }, paint2) {
  const missing3 = facts.permissions.filter(({ ok }) => !ok);
  return [
    `${paint2("green", "\u2713")} ${safe(connection.display)}: ${engineTitle(connection)} ${safe(connection.serverVersion)}`,
    ...[connection.encryption.description, connection.route.description, ...connection.readOnlyProof].map(
      (line2) => `  ${safe(line2)}`
    ),
    ...missing3.flatMap(({ what, detail, grant }) => [
      `${paint2("yellow", "!")} ${safe(what)}: ${safe(detail)}`,
      ...grant === null ? [] : [`  ${safe(grant)}`]
    ]),
    ...facts.notes.map((note) => `${paint2("yellow", "!")} ${safe(note)}`)
  ].join("\n");
}
function safe(text2) {
  return visible(text2).replaceAll("##[", "# #[").replaceAll(/^(\s*)::/g, "$1: :");
}
function headline({ proposal, inputs, connection }, paint2) {
  const where = `${safe(inputs.environment ?? "")} ${paint2("dim", `(${safe(connection.display)})`)}`;
  const { verdict: verdict3 } = proposal;
  switch (verdict3.outcome) {
    case "up-to-date":
      return [`${paint2("green", "\u2713 up to date")}  ${where}`];
    case "planned":
      return [`${paint2("cyan", "\u25CF planned")}  ${where}`];
    case "blocked":
      return [
        `${paint2("red", "\u2717 blocked")}  ${where}`,
        ...verdict3.reasons.flatMap(({ reason, message, hint }) => [
          `  ${paint2("red", reason)}  ${safe(message)}`,
          `  ${paint2("dim", `\u2192 ${safe(hint)}`)}`
        ])
      ];
  }
}
var causeTitles = {
  unmanaged: "Made by hand",
  "missing-migration": "In the schema, without a migration",
  "edited-after-apply": "Edited after it was applied",
  "unknown-migration": "Applied, but not in this repository",
  undetermined: "Could not be determined",
  pending: "Pending"
};
function driftLines({ comparison }, paint2) {
  return Object.keys(causeTitles).flatMap((cause) => {
    const entries = comparison.report.drift.filter((entry) => entry.cause === cause);
    if (entries.length === 0) return [];
    const shown3 = entries.slice(0, 20).map((entry) => `  ${driftLine(entry)}${entry.from === null ? "" : ` ${paint2("dim", `(${whose[entry.from]})`)}`}`);
    return [
      "",
      paint2("bold", `${causeTitles[cause]} (${entries.length})`),
      ...shown3,
      ...entries.length > 20 ? [paint2("dim", `  \u2026 and ${entries.length - 20} more, in 01-drift-report.md`)] : []
    ];
  });
}
var whose = { "this-pull-request": "this branch", "default-branch": "the default branch" };
function driftLine(entry) {
  return safe(entry.change === null ? `${entry.object}: ${entry.summary}` : entry.summary);
}
function planLines({ proposal, live }, paint2) {
  const lines = [];
  if (proposal.sync !== null) {
    lines.push("", `${paint2("green", "\u2713")} ${proposal.sync.existing.length} objects already there`);
    lines.push(...proposal.sync.added.map((change2) => `${paint2("cyan", "+")} ${safe(describeChange(change2))}`));
    lines.push(
      ...proposal.sync.left.map(
        (change2) => `${paint2("yellow", "!")} ${safe(describeLeft(change2))} ${paint2("dim", "(left alone)")}`
      )
    );
  }
  for (const { change: change2, reason } of proposal.push?.kept ?? [])
    lines.push(`${paint2("yellow", "!")} ${safe(describeChange(change2))} ${paint2("dim", `kept: ${safe(reason)}`)}`);
  for (const { change: change2, reason } of proposal.refused)
    lines.push(`${paint2("yellow", "!")} ${safe(describeChange(change2))} ${paint2("dim", `not planned: ${safe(reason)}`)}`);
  const { plan } = proposal;
  if (plan === null || plan.statements.length === 0) return lines;
  lines.push(
    "",
    `${paint2("bold", `Plan ${shortDigest(plan.digest)}`)}: ${plan.statements.length} ${plan.statements.length === 1 ? "statement" : "statements"}`
  );
  for (const [index, statement] of plan.statements.slice(0, 30).entries()) {
    const mind = statement.effects.map((effect) => paint2("red", effectWords[effect])).join(", ");
    lines.push(`  ${String(index + 1).padStart(2)}  ${safe(shortSql(statement.sql, 90))}${mind === "" ? "" : `  ${mind}`}`);
    const wait = waitOf(index, { plan, observations: proposal.rehearsal?.observations ?? [], statistics: live.statistics });
    if (wait !== null) lines.push(`      ${paint2("dim", safe(wait))}`);
  }
  if (plan.statements.length > 30) {
    const bad = plan.statements.slice(30).filter(({ effects: effects2 }) => effects2.length > 0).length;
    lines.push(
      paint2(
        "dim",
        `  \u2026 and ${plan.statements.length - 30} more${bad === 0 ? "" : `, ${bad} of which delete or change data, rights or history, or were not understood`}; all in 02-migration-plan.md`
      )
    );
  }
  const [rehearsed] = proposal.rehearsal === null ? [] : rehearsalWords(proposal.rehearsal);
  return rehearsed === void 0 ? lines : [...lines, "", paint2("dim", safe(rehearsed))];
}

// node_modules/smol-toml/dist/error.js
function getLineColFromPtr(string, ptr) {
  let lines = string.slice(0, ptr).split(/\r?\n/);
  return [lines.length, lines.pop().length + 1];
}
function makeCodeBlock(string, line2, column) {
  let lines = string.split(/\r?\n/);
  let codeblock = "";
  let numberLen = (Math.log10(line2 + 1) | 0) + 1;
  for (let i = line2 - 1; i <= line2 + 1; i++) {
    let l = lines[i - 1];
    if (!l)
      continue;
    codeblock += i.toString().padEnd(numberLen, " ");
    codeblock += ":  ";
    codeblock += l;
    codeblock += "\n";
    if (i === line2) {
      codeblock += " ".repeat(numberLen + column + 2);
      codeblock += "^\n";
    }
  }
  return codeblock;
}
var TomlError = class _TomlError extends Error {
  line;
  column;
  codeblock;
  constructor(message, options) {
    const [line2, column] = getLineColFromPtr(options.toml, options.ptr);
    const codeblock = makeCodeBlock(options.toml, line2, column);
    super(`Invalid TOML document: ${message}

${codeblock}`, options);
    this.line = line2;
    this.column = column;
    this.codeblock = codeblock;
  }
  /** @internal */
  static x(message, ctx, ptr) {
    throw new _TomlError(message, { toml: ctx.s, ptr: ptr ?? ctx.p });
  }
};

// node_modules/smol-toml/dist/primitive.js
function parseString(ctx) {
  let startPtr = ctx.p;
  let c = ctx.s.charCodeAt(ctx.p++);
  let first = c;
  let isLiteral = c === 39;
  let isMultiline = c === ctx.s.charCodeAt(ctx.p) && c === ctx.s.charCodeAt(ctx.p + 1);
  if (isMultiline) {
    if ((c = ctx.s.charCodeAt(ctx.p += 2)) === 10)
      ctx.p++;
    else if (c === 13 && ctx.s.charCodeAt(ctx.p + 1) === 10)
      ctx.p += 2;
  }
  let parsed = "";
  let sliceStart = ctx.p;
  let state = 0;
  for (; ctx.p < ctx.s.length; ctx.p++) {
    c = ctx.s.charCodeAt(ctx.p);
    if (isMultiline && (c === 10 || c === 13 && ctx.s.charCodeAt(ctx.p + 1) === 10)) {
      state = state && 3;
    } else if (c < 32 && c !== 9 || c === 127) {
      TomlError.x("control characters are not allowed in strings", ctx);
    } else if ((!state || state === 3) && c === first && (!isMultiline || ctx.s.charCodeAt(ctx.p + 1) === first && ctx.s.charCodeAt(ctx.p + 2) === first)) {
      if (isMultiline) {
        if (ctx.s.charCodeAt(ctx.p + 3) === first)
          ctx.p++;
        if (ctx.s.charCodeAt(ctx.p + 3) === first)
          ctx.p++;
      }
      if (!state) {
        let s = ctx.s.slice(sliceStart, ctx.p);
        parsed = parsed ? parsed + s : s;
      }
      ctx.p += isMultiline ? 3 : 1;
      return parsed;
    } else if (!state) {
      if (!isLiteral && c === 92) {
        parsed += ctx.s.slice(sliceStart, sliceStart = ctx.p);
        state = 1;
      }
    } else if (state === 1) {
      if (c === 120 || c === 117 || c === 85) {
        let errPtr = ctx.p++ - 1;
        let value = 0;
        let len = c === 120 ? 2 : c === 117 ? 4 : 8;
        for (let j = 0; j < len; j++, ctx.p++) {
          let hex = ctx.s.charCodeAt(ctx.p);
          let digit = (
            /* 0-9 */
            hex >= 48 && hex <= 57 ? hex - 48 : (
              /* A-F */
              hex >= 65 && hex <= 70 ? hex - 65 + 10 : (
                /* a-f */
                hex >= 97 && hex <= 102 ? hex - 97 + 10 : -1
              )
            )
          );
          if (digit < 0)
            TomlError.x("invalid non-hex character in unicode escape", ctx);
          value = value << 4 | digit;
        }
        if (value < 0 || value > 1114111 || value >= 55296 && value <= 57343) {
          TomlError.x("invalid unicode escape", ctx, errPtr);
        }
        parsed += String.fromCodePoint(value);
        sliceStart = ctx.p--;
        state = 0;
      } else if (isMultiline && (c === 32 || c === 9)) {
        state = 2;
      } else {
        if (c === 98)
          parsed += "\b";
        else if (c === 116)
          parsed += "	";
        else if (c === 110)
          parsed += "\n";
        else if (c === 102)
          parsed += "\f";
        else if (c === 114)
          parsed += "\r";
        else if (c === 101)
          parsed += "\x1B";
        else if (c === 34)
          parsed += '"';
        else if (c === 92)
          parsed += "\\";
        else
          TomlError.x("unrecognised escape sequence", ctx);
        sliceStart = ctx.p + 1;
        state = 0;
      }
    } else if (c !== 32 && c !== 9) {
      if (state === 2)
        TomlError.x("invalid escape: only line-ending whitespace may be escaped", ctx, sliceStart);
      state = !isLiteral && c === 92 ? 1 : 0;
      sliceStart = ctx.p;
    }
  }
  TomlError.x("unfinished string", ctx, startPtr);
}

// node_modules/smol-toml/dist/date.js
var DATE_TIME_RE = /^(\d{4}-\d{2}-\d{2})?[Tt ]?(?:(\d{2}):\d{2}(?::\d{2}(?:\.\d+)?)?)?(Z|z|[-+]\d{2}:\d{2})?$/i;
var TomlDate = class _TomlDate extends Date {
  #hasDate = false;
  #hasTime = false;
  #offset = null;
  constructor(date, fasttype, unsafeDelim) {
    let hasDate = true;
    let hasTime = true;
    let offset = "Z";
    let c;
    if (typeof date === "string") {
      if (fasttype)
        prep: {
          if (fasttype < 3) {
            if (+date.slice(11, 13) > 23) {
              date = "";
              break prep;
            }
            if (fasttype === 2) {
              offset = null;
              date += "Z";
            } else if ((c = date.charCodeAt(date.length - 1)) !== 90 && c !== 122) {
              offset = date.slice(date.length - 6);
            }
            if (unsafeDelim)
              date = date.slice(0, 10) + "T" + date.slice(11);
          } else if (fasttype === 4) {
            date = +date.slice(0, 2) > 23 ? "" : `0000-01-01T${date}Z`;
          }
          hasDate = fasttype !== 4;
          hasTime = fasttype !== 3;
        }
      else {
        let match = date.match(DATE_TIME_RE);
        if (match) {
          if (!match[1]) {
            hasDate = false;
            date = `0000-01-01T${date}`;
          }
          hasTime = !!match[2];
          hasTime && date[10] === " " && (date = date.replace(" ", "T"));
          if (match[2] && +match[2] > 23) {
            date = "";
          } else {
            offset = match[3] || null;
            if (!offset && hasTime)
              date += "Z";
          }
        } else {
          date = "";
        }
      }
    }
    super(date);
    if (!isNaN(this.getTime())) {
      this.#hasDate = hasDate;
      this.#hasTime = hasTime;
      this.#offset = offset;
    }
  }
  isDateTime() {
    return this.#hasDate && this.#hasTime;
  }
  isLocal() {
    return !this.#hasDate || !this.#hasTime || !this.#offset;
  }
  isDate() {
    return this.#hasDate && !this.#hasTime;
  }
  isTime() {
    return this.#hasTime && !this.#hasDate;
  }
  isValid() {
    return this.#hasDate || this.#hasTime;
  }
  toISOString() {
    let iso = super.toISOString();
    if (this.isDate())
      return iso.slice(0, 10);
    if (this.isTime())
      return iso.slice(11, 23);
    if (this.#offset === null)
      return iso.slice(0, -1);
    if (this.#offset === "Z" || this.#offset === "z")
      return iso;
    let offset = +this.#offset.slice(1, 3) * 60 + +this.#offset.slice(4, 6);
    offset = this.#offset[0] === "-" ? offset : -offset;
    let offsetDate = new Date(this.getTime() - offset * 6e4);
    return offsetDate.toISOString().slice(0, -1) + this.#offset;
  }
  static wrapAsOffsetDateTime(jsDate, offset = "Z") {
    let date = new _TomlDate(jsDate);
    date.#offset = offset;
    return date;
  }
  static wrapAsLocalDateTime(jsDate) {
    let date = new _TomlDate(jsDate);
    date.#offset = null;
    return date;
  }
  static wrapAsLocalDate(jsDate) {
    let date = new _TomlDate(jsDate);
    date.#hasTime = false;
    date.#offset = null;
    return date;
  }
  static wrapAsLocalTime(jsDate) {
    let date = new _TomlDate(jsDate);
    date.#hasDate = false;
    date.#offset = null;
    return date;
  }
};

// node_modules/smol-toml/dist/extract.js
function isDigit(char, base = 10) {
  return base === 16 ? char > 47 && char < 58 || char > 64 && char < 71 || char > 96 && char < 103 : char > 47 && char < 48 + base;
}
function isEndOfValue(char, delim) {
  return char === 32 || char === 9 || char === 10 || char === 13 || // Structure end or next value delimiter
  delim && (char === delim || char === 44) || // Comment
  char === 35;
}
function extractValue(ctx, end) {
  let errPtr = ctx.p;
  let c = ctx.s.charCodeAt(ctx.p);
  if (c === 91 || c === 123) {
    ctx.d-- || TomlError.x("document contains excessively nested structures. aborting.", ctx);
    let value = c === 91 ? parseArray(ctx) : parseInlineTable(ctx);
    ctx.d++;
    return value;
  }
  if (c === 34 || c === 39) {
    return parseString(ctx);
  }
  if (c === 116) {
    if (ctx.s.charCodeAt(++ctx.p) !== 114 || ctx.s.charCodeAt(++ctx.p) !== 117 || ctx.s.charCodeAt(++ctx.p) !== 101)
      TomlError.x("invalid value", ctx, errPtr);
    return ctx.p++, true;
  }
  if (c === 102) {
    if (ctx.s.charCodeAt(++ctx.p) !== 97 || ctx.s.charCodeAt(++ctx.p) !== 108 || ctx.s.charCodeAt(++ctx.p) !== 115 || ctx.s.charCodeAt(++ctx.p) !== 101)
      TomlError.x("invalid value", ctx, errPtr);
    return ctx.p++, false;
  }
  if (c === 43 || c === 45) {
    return parseNumber(ctx, ctx.p, ctx.s.charCodeAt(++ctx.p), 44 - c, end);
  }
  if (ctx.s.charCodeAt(ctx.p + 4) === 45 && ctx.s.charCodeAt(ctx.p + 7) === 45) {
    return parseDate(ctx, c, end);
  }
  if (ctx.s.charCodeAt(ctx.p + 2) === 58) {
    return parseTime(ctx, c, end);
  }
  return parseNumber(ctx, ctx.p, c, 0, end);
}
function parseNumber(ctx, startPtr, startChr, sign, endChr) {
  let c = startChr;
  let state = 0;
  let hasUnderscores = false;
  if (c === 105) {
    if (ctx.s.charCodeAt(++ctx.p) !== 110 || ctx.s.charCodeAt(++ctx.p) !== 102)
      TomlError.x("invalid value", ctx, startPtr);
    return ctx.p++, (sign || 1) / 0;
  }
  if (c === 110) {
    if (ctx.s.charCodeAt(++ctx.p) !== 97 || ctx.s.charCodeAt(++ctx.p) !== 110)
      TomlError.x("invalid value", ctx, startPtr);
    return ctx.p++, NaN;
  }
  if (c === 48) {
    if (++ctx.p >= ctx.s.length || isEndOfValue(c = ctx.s.charCodeAt(ctx.p), endChr))
      return ctx.bi === true ? 0n : 0;
    if (!sign) {
      if (c === 120)
        return parseIntegerBaseN(ctx, startPtr, 16, endChr);
      else if (c === 98)
        return parseIntegerBaseN(ctx, startPtr, 2, endChr);
      else if (c === 111)
        return parseIntegerBaseN(ctx, startPtr, 8, endChr);
    }
    if (c === 46)
      state = 2;
    else if (c === 101 || c === 69)
      state = 4;
    else
      TomlError.x("illegal leading zero", ctx, startPtr);
  } else if (!isDigit(c))
    TomlError.x("invalid value", ctx, startPtr);
  while (++ctx.p < ctx.s.length && (c = ctx.s.charCodeAt(ctx.p), !isEndOfValue(c, endChr))) {
    if (!state)
      state = 1;
    if (c === 95) {
      if (!(state & 1))
        TomlError.x("illegal underscore", ctx);
      state += 11;
      hasUnderscores = true;
    } else if (state === 1 && c === 46)
      state = 2;
    else if ((state === 1 || state === 3) && (c === 101 || c === 69))
      state = 4;
    else if (state === 4 && (c === 43 || c === 45)) {
      state = 6;
    } else if (!isDigit(c))
      TomlError.x(`illegal character in numeric literal`, ctx);
    else if (state > 9)
      state -= 11;
    else if (!(state & 1))
      state++;
  }
  if (!state) {
    let val = (startChr - 48) * (sign || 1);
    return ctx.bi === true ? BigInt(val) : val;
  }
  if (!(state & 1))
    TomlError.x("unfinished numeric value", ctx, startPtr);
  let str = ctx.s.slice(startPtr, ctx.p);
  if (hasUnderscores)
    str = str.replaceAll("_", "");
  return state > 1 ? parseFloat(str) : parseInteger(ctx, str, 10, startPtr);
}
function parseIntegerBaseN(ctx, startPtr, base, endChr) {
  let c, underscore = 1;
  while (++ctx.p < ctx.s.length && (c = ctx.s.charCodeAt(ctx.p), !isEndOfValue(c, endChr))) {
    if (c === 95) {
      if (underscore & 1)
        TomlError.x("illegal underscore", ctx);
      underscore = 3;
    } else if (!isDigit(c, base))
      TomlError.x(`illegal character in numeric literal`, ctx);
    else if (underscore & 1)
      underscore--;
  }
  if (underscore & 1)
    TomlError.x("unfinished numeric value", ctx);
  let str = ctx.s.slice(startPtr + 2, ctx.p);
  if (underscore)
    str = str.replaceAll("_", "");
  return parseInteger(ctx, str, base, startPtr);
}
function parseInteger(ctx, str, base, startPtr) {
  if (ctx.bi !== true)
    int: {
      let val = parseInt(str, base);
      if (!Number.isSafeInteger(val)) {
        if (ctx.bi)
          break int;
        TomlError.x("integer value cannot be represented losslessly", ctx, startPtr);
      }
      return val;
    }
  return base === 10 ? BigInt(str) : BigInt((base === 2 ? "0b" : base === 8 ? "0o" : "0x") + str);
}
function parseDate(ctx, c, endChr) {
  let startPtr = ctx.p++, unsafeSeparator;
  if (!isDigit(c) || !isDigit(ctx.s.charCodeAt(ctx.p++)) || !isDigit(ctx.s.charCodeAt(ctx.p++)) || !isDigit(ctx.s.charCodeAt(ctx.p++))) {
    return parseNumber(ctx, ctx.p = startPtr, c, 0, endChr);
  }
  ctx.p += 5;
  if (!isDigit(ctx.s.charCodeAt(ctx.p++)))
    TomlError.x("invalid date-time: date part is malformed", ctx, startPtr);
  if (ctx.p >= ctx.s.length || ((c = ctx.s.charCodeAt(ctx.p)) !== 32 || (unsafeSeparator = true, !isDigit(ctx.s.charCodeAt(ctx.p + 1)))) && c !== 84 && c !== 116) {
    let t2 = ctx.s.slice(startPtr, ctx.p);
    return readDate(ctx, t2, 3, false, startPtr);
  }
  if (ctx.s.charCodeAt(ctx.p += 3) !== 58)
    TomlError.x("invalid date-time: time part is malformed", ctx, startPtr);
  if (ctx.s.charCodeAt(ctx.p += 3) === 58)
    ctx.p += 3;
  if (ctx.s.charCodeAt(ctx.p) === 46)
    while (isDigit(ctx.s.charCodeAt(++ctx.p)))
      ;
  if (c = ctx.s.charCodeAt(ctx.p)) {
    if (c === 90 || c === 122) {
      let t2 = ctx.s.slice(startPtr, ++ctx.p);
      return readDate(ctx, t2, 1, unsafeSeparator, startPtr, "[+00:00]");
    }
    if (c === 43 || c === 45) {
      let t2 = ctx.s.slice(startPtr, ctx.p += 6);
      return readDate(ctx, t2, 1, unsafeSeparator, startPtr, !ctx.ld && "[" + ctx.s.slice(ctx.p - 6, ctx.p) + "]");
    }
  }
  let t = ctx.s.slice(startPtr, ctx.p);
  return readDate(ctx, t, 2, unsafeSeparator, startPtr);
}
function parseTime(ctx, c, endChr) {
  let start = ctx.p;
  if (!isDigit(c) || !isDigit(ctx.s.charCodeAt(++ctx.p))) {
    return parseNumber(ctx, --ctx.p, c, 0, endChr);
  }
  if (ctx.s.charCodeAt(ctx.p += 4) === 58)
    ctx.p += 3;
  if (ctx.s.charCodeAt(ctx.p) === 46)
    while (isDigit(ctx.s.charCodeAt(++ctx.p)))
      ;
  let t = ctx.s.slice(start, ctx.p);
  return readDate(ctx, t, 4, false, start);
}
function readDate(ctx, str, type, unsafeDelim, errPtr, temporalSuffix) {
  if (ctx.ld) {
    let date = new TomlDate(str, type, unsafeDelim);
    if (!date.isValid())
      TomlError.x("invalid date", ctx, errPtr);
    return date;
  }
  try {
    if (temporalSuffix)
      str += temporalSuffix;
    switch (type) {
      case 1:
        return Temporal.ZonedDateTime.from(str);
      case 2:
        return Temporal.PlainDateTime.from(str);
      case 3:
        return Temporal.PlainDate.from(str);
      case 4:
        return Temporal.PlainTime.from(str);
    }
  } catch (e) {
    TomlError.x(e instanceof Error ? e.message : "" + e, ctx, errPtr);
  }
}

// node_modules/smol-toml/dist/util.js
function skipComment(ctx) {
  for (; ctx.p < ctx.s.length; ctx.p++) {
    let c = ctx.s.charCodeAt(ctx.p);
    if (c === 10)
      break;
    if (c === 13 && ctx.s.charCodeAt(ctx.p + 1) === 10) {
      ctx.p++;
      break;
    }
    if (c < 32 && c !== 9 || c === 127) {
      TomlError.x("control characters are not allowed in comments", ctx);
    }
  }
}
function skipVoid(ctx, banNewLines, banComments) {
  let c;
  while (ctx.p < ctx.s.length) {
    while (ctx.p < ctx.s.length && ((c = ctx.s.charCodeAt(ctx.p)) === 32 || c === 9 || !banNewLines && (c === 10 || c === 13 && ctx.s.charCodeAt(ctx.p + 1) === 10)))
      ctx.p++;
    if (banComments || c !== 35)
      break;
    skipComment(ctx);
  }
}

// node_modules/smol-toml/dist/struct.js
function parseKey(ctx, end = 61) {
  let startPtr;
  let state = 0;
  let parsed = [];
  let sliceStart;
  let c = ctx.s.charCodeAt(startPtr = ctx.p);
  do {
    if (c === end) {
      if (!state)
        TomlError.x("unexpected end of key", ctx);
      if (state === 1)
        parsed.push(ctx.s.slice(sliceStart, ctx.p));
      return ctx.p++, parsed;
    } else if (c === 46) {
      if (!state)
        TomlError.x("illegal empty bare key", ctx);
      if (state === 1)
        parsed.push(ctx.s.slice(sliceStart, ctx.p));
      state = 0;
    } else if (!state && (c === 34 || c === 39)) {
      if (c === ctx.s.charCodeAt(ctx.p + 1) && c === ctx.s.charCodeAt(ctx.p + 2))
        TomlError.x("illegal quoted key: multiline strings are not allowed", ctx);
      parsed.push(parseString(ctx));
      state = 2;
      ctx.p--;
    } else if (c === 32 || c === 9) {
      if (state === 1) {
        parsed.push(ctx.s.slice(sliceStart, ctx.p));
        state = 2;
      }
    } else if (state === 2 || c < 48 && c !== 45 || c > 57 && c < 65 || c > 90 && c < 97 && c !== 95 || c > 122) {
      TomlError.x("illegal character in key", ctx);
    } else if (!state) {
      state = 1;
      sliceStart = ctx.p;
    }
  } while (c = ctx.s.charCodeAt(++ctx.p));
  TomlError.x("incomplete key-value: cannot find end of key", ctx, startPtr);
}
function parseInlineTable(ctx) {
  let startPtr = ctx.p++;
  let res = /* @__PURE__ */ Object.create(null);
  let seen = /* @__PURE__ */ new Set();
  let c;
  while (ctx.p < ctx.s.length) {
    skipVoid(ctx);
    if ((c = ctx.s.charCodeAt(ctx.p)) === 125) {
      ctx.p++;
      return res;
    }
    let k;
    let t = res;
    let hasOwn = false;
    let errPtr = ctx.p;
    let key = parseKey(ctx);
    for (let i = 0; i < key.length; i++) {
      if (i)
        t = hasOwn ? t[k] : t[k] = /* @__PURE__ */ Object.create(null);
      k = key[i];
      if ((hasOwn = Object.hasOwn(t, k)) && (typeof t[k] !== "object" || seen.has(t[k]))) {
        TomlError.x("trying to redefine an already defined value", ctx, errPtr);
      }
      let unsafe = k === "__proto__";
      if (ctx.uk && (unsafe || k === "constructor")) {
        t = ctx.uk !== 1 && TomlError.x("document contains an unsafe property", ctx, errPtr);
        break;
      }
      if (!hasOwn && unsafe) {
        Object.defineProperty(t, k, { enumerable: true, configurable: true, writable: true });
      }
    }
    if (hasOwn) {
      TomlError.x("trying to redefine an already defined value", ctx, errPtr);
    }
    skipVoid(ctx, true, true);
    let value = extractValue(
      ctx,
      125
      /* } */
    );
    if (t && typeof (t[k] = value) === "object")
      seen.add(value);
    skipVoid(ctx);
    if ((c = ctx.s.charCodeAt(ctx.p++)) === 125) {
      return res;
    }
    if (c !== 44)
      TomlError.x("expected comma or end of structure", ctx, ctx.p - 1);
  }
  TomlError.x("unfinished table", ctx, startPtr);
}
function parseArray(ctx) {
  let startPtr = ctx.p++;
  let res = [];
  let c;
  while (ctx.p < ctx.s.length) {
    skipVoid(ctx);
    if ((c = ctx.s.charCodeAt(ctx.p)) === 93) {
      ctx.p++;
      return res;
    }
    res.push(extractValue(
      ctx,
      93
      /* ] */
    ));
    skipVoid(ctx);
    if ((c = ctx.s.charCodeAt(ctx.p++)) === 93) {
      return res;
    }
    if (c !== 44)
      TomlError.x("expected comma or end of structure", ctx, ctx.p - 1);
  }
  TomlError.x("unfinished array", ctx, startPtr);
}

// node_modules/smol-toml/dist/parse.js
function peekTable(ctx, key, table2, meta, type) {
  let t = table2;
  let m = meta;
  let k;
  let hasOwn = false;
  let state;
  for (let i = 0; i < key.length; i++) {
    if (i) {
      t = hasOwn ? t[k] : t[k] = /* @__PURE__ */ Object.create(null);
      m = (state = m[k]).c;
      if (type === 0 && (state.t === 1 || state.t === 2)) {
        return null;
      }
      if (state.t === 2) {
        let l = t.length - 1;
        t = t[l];
        m = m[l].c;
      }
    }
    k = key[i];
    if ((hasOwn = Object.hasOwn(t, k)) && m[k]?.t === 0 && m[k]?.d) {
      return null;
    }
    if (!hasOwn) {
      let unsafe = k === "__proto__";
      if (ctx.uk && (unsafe || k === "constructor"))
        return false;
      if (unsafe) {
        Object.defineProperty(t, k, { enumerable: true, configurable: true, writable: true });
        Object.defineProperty(m, k, { enumerable: true, configurable: true, writable: true });
      }
      m[k] = {
        t: i < key.length - 1 && type === 2 ? 3 : type,
        d: false,
        i: 0,
        c: /* @__PURE__ */ Object.create(null)
      };
    }
  }
  state = m[k];
  if (state.t !== type && !(type === 1 && state.t === 3)) {
    return null;
  }
  if (type === 2) {
    if (!state.d) {
      state.d = true;
      t[k] = [];
    }
    t[k].push(t = /* @__PURE__ */ Object.create(null));
    state.c[state.i++] = state = { t: 1, d: false, i: 0, c: /* @__PURE__ */ Object.create(null) };
  }
  if (state.d) {
    return null;
  }
  state.d = true;
  if (type === 1) {
    t = hasOwn ? t[k] : t[k] = /* @__PURE__ */ Object.create(null);
  } else if (type === 0 && hasOwn) {
    return null;
  }
  return [k, t, state.c];
}
function validateTablePeek(ctx, peek, ptr) {
  if (peek === null || ctx.uk === 2)
    TomlError.x(peek === null ? "trying to redefine an already defined table or value" : "document contains an unsafe property", ctx, ptr);
}
function parse(toml, options = {}) {
  let ctx = {
    s: toml,
    p: 0,
    d: options.maxDepth ?? 1e3,
    bi: options.integersAsBigInt ?? false,
    ld: options.useLegacyDate ?? true,
    uk: options.unsafeKeyBehaviour === "throw" ? 2 : options.unsafeKeyBehaviour === "drop" ? 1 : 0
  };
  let res = /* @__PURE__ */ Object.create(null);
  let meta = /* @__PURE__ */ Object.create(null);
  let tmp;
  let skipping = false;
  let tbl = res;
  let m = meta;
  if (toml.charCodeAt(0) === 65279)
    ctx.p++;
  skipVoid(ctx);
  while (ctx.p < toml.length) {
    if (toml.charCodeAt(ctx.p) === 91) {
      let isTableArray = toml.charCodeAt(++ctx.p) === 91;
      tmp = ctx.p += +isTableArray;
      skipping = false;
      let k = parseKey(
        ctx,
        93
        /* ] */
      );
      if (isTableArray) {
        if (toml.charCodeAt(ctx.p) !== 93) {
          TomlError.x("expected end of table array declaration", ctx);
        }
        ctx.p++;
      }
      let p = peekTable(
        ctx,
        k,
        res,
        meta,
        isTableArray ? 2 : 1
        /* Type.EXPLICIT */
      );
      if (!p) {
        validateTablePeek(ctx, p, tmp);
        skipping = true;
      } else {
        m = p[2];
        tbl = p[1];
      }
    } else {
      tmp = ctx.p;
      let k = parseKey(ctx);
      let p = peekTable(
        ctx,
        k,
        tbl,
        m,
        0
        /* Type.DOTTED */
      );
      if (!p && !skipping)
        validateTablePeek(ctx, p, tmp);
      skipVoid(ctx, true, true);
      let v = extractValue(ctx, void 0);
      if (p && !skipping)
        p[1][p[0]] = v;
    }
    skipVoid(ctx, true);
    if (ctx.p < toml.length && (tmp = toml.charCodeAt(ctx.p)) !== 10 && (tmp !== 13 || toml.charCodeAt(ctx.p + 1) !== 10)) {
      TomlError.x("each key-value declaration must be followed by an end-of-line", ctx);
    }
    skipVoid(ctx);
  }
  return res;
}

// node_modules/smol-toml/dist/stringify.js
var HAS_WELLFORMED = !!"".isWellFormed;

// src/source/prisma/files.ts
import { isUtf8 } from "node:buffer";
import { readdir } from "node:fs/promises";
import { join as join3, posix as posix2, relative as relative2, sep as sep2 } from "node:path";
function pathInside(root, path) {
  const inner = relative2(root, inside(root, path));
  return inner === "" ? "." : inner.split(sep2).join(posix2.sep);
}
async function entryAt(root, path) {
  const full = inside(root, path);
  if (relative2(root, full) === "") return "folder";
  if (await isRegular(root, full, "file")) return "file";
  return await isRegular(root, full, "folder") ? "folder" : "none";
}
async function readBytes(root, path, limit) {
  const bytes = await readRegularFile(root, path, limit).catch((error) => {
    throw cannotRead(path, error);
  });
  if (bytes !== null) return bytes;
  throw new UserError(
    "invalid-source",
    `There is no file "${path}".`,
    "Check the path; it is relative to the working directory."
  );
}
function notUtf8(path) {
  return new UserError("invalid-source", `"${path}" is not valid UTF-8.`, "Save it as UTF-8.");
}
async function readText(root, path, limit) {
  const bytes = await readBytes(root, path, limit);
  if (!isUtf8(bytes)) throw notUtf8(path);
  return { path: pathInside(root, path), text: bytes.toString("utf8").replace(/^\uFEFF/, ""), sha256: sha256(bytes) };
}
async function listFolder(root, path) {
  const entries = await readdir(join3(root, pathInside(root, path)), { withFileTypes: true }).catch((error) => {
    throw cannotRead(path, error);
  });
  const names2 = (keep2) => entries.filter(keep2).map((entry) => entry.name).sort();
  return {
    files: names2((entry) => entry.isFile()),
    folders: names2((entry) => entry.isDirectory()),
    others: names2((entry) => !entry.isFile() && !entry.isDirectory())
  };
}
function cannotRead(path, error) {
  if (!(error instanceof Error) || !("code" in error)) return error;
  return new UserError("invalid-source", `Can't read "${path}": ${String(error.code)}.`, "Check its permissions.", {
    cause: error
  });
}

// src/source/prisma/prisma.ts
import { posix as posix7 } from "node:path";

// src/source/prisma/history.ts
var historyTable = "_prisma_migrations";
var columns = [
  "id",
  "migration_name",
  "checksum",
  "started_at",
  "finished_at",
  "rolled_back_at",
  "applied_steps_count",
  "logs"
];
async function readHistory(session, dialect, defaultSchema) {
  const present = await presentColumns(session, dialect, defaultSchema);
  if (!present.has("migration_name")) return null;
  const selected = columns.filter((column) => present.has(column)).map((column) => `"${column}"`);
  const schema = dialect === "postgres" ? `${quote(defaultSchema ?? "public")}.` : "";
  const rows3 = await session.query(`SELECT ${selected.join(", ")} FROM ${schema}"${historyTable}"`);
  return { rows: rows3.map(historyRow).sort(byStart) };
}
async function presentColumns(session, dialect, defaultSchema) {
  const rows3 = dialect === "postgres" ? await readableColumns(session, defaultSchema ?? "public") : await session.query(sqliteColumns, [historyTable]);
  return new Set(rows3.map(({ name }) => name));
}
async function readableColumns(session, schema) {
  const found = await session.query(postgresColumns, [schema, historyTable]);
  const needed = found.filter(({ name }) => columns.some((column) => column === name));
  const [refused] = needed.filter(({ readable }) => !readable);
  if (refused === void 0) return found;
  const table2 = `${quote(schema)}.${quote(historyTable)}`;
  throw new UserError(
    "permission-denied",
    `User ${JSON.stringify(refused.role)} may not read the migration history ${table2}, so it can't be known which migrations are applied.`,
    `GRANT USAGE ON SCHEMA ${quote(schema)} TO ${quote(refused.role)}; GRANT SELECT ON ${table2} TO ${quote(refused.role)};`
  );
}
var postgresColumns = `
  SELECT a.attname::text AS name, current_user::text AS role,
    has_schema_privilege(n.oid, 'USAGE') AND has_column_privilege(c.oid, a.attnum, 'SELECT') AS readable
    FROM pg_catalog.pg_attribute a
    JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname = $1 AND c.relname = $2 AND a.attnum > 0 AND NOT a.attisdropped`;
var sqliteColumns = "SELECT name FROM pragma_table_info(?)";
function quote(identifier) {
  return `"${identifier.replaceAll('"', '""')}"`;
}
function historyRow(row) {
  return {
    id: String(row.id ?? ""),
    migration: String(row.migration_name),
    checksum: typeof row.checksum === "string" && row.checksum !== "" ? row.checksum : null,
    startedAt: dateOf(row.started_at),
    finishedAt: dateOf(row.finished_at),
    rolledBackAt: dateOf(row.rolled_back_at),
    appliedSteps: Number(row.applied_steps_count ?? 0),
    errorCode: errorCodeIn(row.logs)
  };
}
function dateOf(value) {
  if (value === null || value === void 0) return null;
  const date = value instanceof Date ? value : new Date(typeof value === "string" && !/^\d+$/.test(value) ? isoText(value) : Number(value));
  return Number.isNaN(date.getTime()) ? /* @__PURE__ */ new Date(0) : date;
}
function isoText(text2) {
  const iso = text2.trim().replace(" ", "T").replace(/ ?UTC$/, "Z").replace(/([+-]\d\d)$/, "$1:00");
  return /(?:Z|[+-]\d\d:?\d\d)$/.test(iso) || !iso.includes("T") ? iso : `${iso}Z`;
}
function errorCodeIn(logs) {
  if (typeof logs !== "string") return null;
  return /Database error code: ([0-9A-Za-z]{1,5})\b/.exec(logs)?.[1] ?? /\bP\d{4}\b/.exec(logs)?.[0] ?? null;
}
function byStart(a, b) {
  return (a.startedAt?.getTime() ?? 0) - (b.startedAt?.getTime() ?? 0) || (a.migration < b.migration ? -1 : a.migration > b.migration ? 1 : 0) || (a.id < b.id ? -1 : 1);
}

// src/source/prisma/bookkeeping.ts
function bookkeeping(dialect, defaultSchema) {
  const schema = dialect === "postgres" ? `${quote2(defaultSchema ?? "public")}.` : "";
  const table2 = `${schema}${quote2(historyTable)}`;
  const time = (at) => dialect === "sqlite" ? at.getTime() : at;
  const statement = (sql3, ...values) => ({
    sql: dialect === "postgres" ? numbered(sql3) : sql3,
    values
  });
  return {
    create: statement(`CREATE TABLE IF NOT EXISTS ${table2} ${dialect === "postgres" ? postgresColumns2 : sqliteColumns2}`),
    started: ({ id, checksum, migration, startedAt }) => statement(
      `INSERT INTO ${table2} ("id", "checksum", "migration_name", "started_at") VALUES (?, ?, ?, ?)`,
      id,
      checksum,
      migration,
      time(startedAt)
    ),
    advanced: ({ id }, committed) => statement(`UPDATE ${table2} SET "applied_steps_count" = ? WHERE "id" = ?`, committed, id),
    resumed: (earlier, { id }, committed) => statement(`UPDATE ${table2} SET "id" = ?, "logs" = NULL, "applied_steps_count" = ? WHERE "id" = ?`, id, committed, earlier),
    finished: ({ id }, at) => statement(`UPDATE ${table2} SET "finished_at" = ?, "applied_steps_count" = 1 WHERE "id" = ?`, time(at), id),
    applied: ({ id, checksum, migration, startedAt }, at) => statement(
      `INSERT INTO ${table2} ("id", "checksum", "migration_name", "started_at", "finished_at", "applied_steps_count") VALUES (?, ?, ?, ?, ?, 1)`,
      id,
      checksum,
      migration,
      time(startedAt),
      time(at)
    ),
    // As `prisma migrate resolve --applied` does.
    recorded: ({ id, checksum, migration, startedAt }) => statement(
      `INSERT INTO ${table2} ("id", "checksum", "logs", "migration_name", "started_at", "finished_at") VALUES (?, ?, '', ?, ?, ?)`,
      id,
      checksum,
      migration,
      time(startedAt),
      time(startedAt)
    ),
    failed: ({ id }, logs) => statement(`UPDATE ${table2} SET "logs" = ? WHERE "id" = ?`, logs, id),
    forget: ({ id }) => statement(`DELETE FROM ${table2} WHERE "id" = ?`, id)
  };
}
function numbered(sql3) {
  let number = 0;
  return sql3.replaceAll("?", () => `$${++number}`);
}
function quote2(identifier) {
  return `"${identifier.replaceAll('"', '""')}"`;
}
var postgresColumns2 = `(
    id                      VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum                VARCHAR(64) NOT NULL,
    finished_at             TIMESTAMPTZ,
    migration_name          VARCHAR(255) NOT NULL,
    logs                    TEXT,
    rolled_back_at          TIMESTAMPTZ,
    started_at              TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count     INTEGER NOT NULL DEFAULT 0
)`;
var sqliteColumns2 = `(
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
)`;

// src/source/prisma/concern.ts
import { posix as posix5 } from "node:path";

// src/source/prisma/locate.ts
import { posix as posix4 } from "node:path";

// src/source/prisma/config-file.ts
import { posix as posix3 } from "node:path";
var here = "\0here";
var workingDirectory = "\0cwd";
async function readConfig(file, text2) {
  const body = await statementsOf(file, text2);
  const scope = { folder: posix3.dirname(file), constants: constantsOf(body), budget: { steps: 1e3 } };
  const config = configObject(body, scope);
  const unreadable = config === null ? ["the exported configuration"] : [];
  const read = (...path) => {
    const found = config === null ? null : settingAt(config, path, scope);
    if (found === null) return null;
    const value = found === "unreadable" ? void 0 : evaluate(found, scope);
    if (value === void 0 && !unreadable.includes(path.join("."))) unreadable.push(path.join("."));
    return value;
  };
  return {
    file,
    schema: pathOf(read("schema"), scope),
    migrations: pathOf(read("migrations", "path"), scope),
    externalTables: namesOf(read("tables", "external")),
    externalEnums: namesOf(read("enums", "external")),
    isPrisma8: config !== null && ["orm", "contract"].some(
      (name) => config.properties.some((property) => property.type === "ObjectProperty" && keyOf(property.key) === name)
    ),
    preparesShadowDatabase: config !== null && settingAt(config, ["migrations", "initShadowDb"], scope) !== null,
    unreadable
  };
}
async function statementsOf(file, text2) {
  const { default: babel } = await import("./chunk-XXZVEBHI.js");
  try {
    return babel.parse(text2, { sourceType: "unambiguous", plugins: ["typescript"] }).program.body;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError("invalid-source", `${file} can't be read: ${reason}`, "Mend it, or name the schema with --schema.", {
      cause: error
    });
  }
}
function constantsOf(body) {
  const constants2 = /* @__PURE__ */ new Map();
  for (const statement of body) {
    const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (declaration?.type !== "VariableDeclaration" || declaration.kind !== "const") continue;
    for (const { id, init } of declaration.declarations) {
      if (id.type === "Identifier" && init != null) constants2.set(id.name, init);
    }
  }
  return constants2;
}
function configObject(body, scope) {
  for (const statement of body) {
    const exported = exportedBy(statement);
    if (exported === null) continue;
    const value = resolve2(exported, scope);
    const inner = value?.type === "CallExpression" ? resolve2(value.arguments[0], scope) : value;
    return inner?.type === "ObjectExpression" ? inner : null;
  }
  return null;
}
function exportedBy(statement) {
  if (statement.type === "ExportDefaultDeclaration") return statement.declaration;
  if (statement.type === "TSExportAssignment") return statement.expression;
  if (statement.type !== "ExpressionStatement" || statement.expression.type !== "AssignmentExpression") return null;
  const { left, right } = statement.expression;
  return left.type === "MemberExpression" && ["module.exports", "exports.default"].includes(dotted(left)) ? right : null;
}
function resolve2(node, scope) {
  let current = node;
  for (let depth = 0; depth < 20; depth += 1) {
    if (current == null) return null;
    if (current.type === "TSSatisfiesExpression" || current.type === "TSAsExpression" || current.type === "TSNonNullExpression")
      current = current.expression;
    else if (current.type === "ParenthesizedExpression") current = current.expression;
    else if (current.type === "Identifier" && scope.constants.has(current.name)) current = scope.constants.get(current.name);
    else return current;
  }
  return null;
}
function settingAt(config, path, scope) {
  const [name, ...rest] = path;
  const spread = config.properties.some((property2) => property2.type === "SpreadElement" || property2.computed);
  const property = config.properties.findLast(
    (candidate) => candidate.type !== "SpreadElement" && !candidate.computed && keyOf(candidate.key) === name
  );
  if (property === void 0) return spread ? "unreadable" : null;
  if (property.type !== "ObjectProperty") return "unreadable";
  const value = resolve2(property.value, scope);
  if (value === null) return "unreadable";
  if (isUndefined(value)) return null;
  if (rest.length === 0) return value;
  return value.type === "ObjectExpression" ? settingAt(value, rest, scope) : "unreadable";
}
function keyOf(key) {
  if (key.type === "Identifier" && "name" in key) return String(key.name);
  return key.type === "StringLiteral" && "value" in key ? String(key.value) : null;
}
function isUndefined(value) {
  return value.type === "Identifier" && value.name === "undefined";
}
function evaluate(expression, scope) {
  const node = resolve2(expression, scope);
  scope.budget.steps -= 1;
  if (node === null || scope.budget.steps < 0) return void 0;
  if (node.type === "StringLiteral" || node.type === "BooleanLiteral") return node.value;
  if (node.type === "TemplateLiteral")
    return concatenate(
      node.quasis.flatMap((quasi, index) => [quasi.value.cooked ?? void 0, ...textsOf([node.expressions[index]], scope)])
    );
  if (node.type === "BinaryExpression" && node.operator === "+") return concatenate(textsOf([node.left, node.right], scope));
  if (node.type === "ArrayExpression") return allKnown(textsOf(node.elements, scope));
  if (node.type === "Identifier" || node.type === "MemberExpression")
    return ["__dirname", "import.meta.dirname"].includes(dotted(node)) ? here : void 0;
  if (node.type === "CallExpression")
    return evaluateCall(
      dotted(node.callee),
      textsOf(node.arguments, scope),
      node.arguments.map((argument2) => dotted(argument2))
    );
  return void 0;
}
function evaluateCall(callee, values, names2) {
  const called = callee.split(".").at(-1);
  if (called === "fileURLToPath" && names2[0] === "import.meta.url") return `${here}/file`;
  if (callee === "process.cwd") return workingDirectory;
  const known = allKnown(values);
  if (known === void 0) return void 0;
  if (called === "join") return posix3.join(...known);
  if (called === "resolve") return posix3.join(.../^[\0/]/.test(known[0] ?? "") ? [] : [workingDirectory], ...known);
  if (called === "dirname" && known.length === 1) return posix3.dirname(known[0] ?? "");
  if (called === "normalize" && known.length === 1) return posix3.normalize(known[0] ?? "");
  return void 0;
}
function textsOf(nodes, scope) {
  return nodes.filter((node) => node !== void 0).map((node) => {
    const resolved = resolve2(node, scope);
    const value = resolved === null ? void 0 : evaluate(resolved, scope);
    return typeof value === "string" ? value : void 0;
  });
}
function allKnown(values) {
  return values.every((value) => value !== void 0) ? values : void 0;
}
function concatenate(parts) {
  return allKnown(parts)?.join("");
}
function dotted(node) {
  const expression = node;
  if (expression.type === "Identifier") return expression.name;
  if (expression.type === "MetaProperty") return `${expression.meta.name}.${expression.property.name}`;
  if (expression.type !== "MemberExpression" || expression.computed || expression.property.type !== "Identifier") return "";
  return `${dotted(expression.object)}.${expression.property.name}`;
}
function pathOf(value, scope) {
  if (typeof value !== "string" || value === "") return null;
  if (posix3.isAbsolute(value)) return value;
  if (value.startsWith(workingDirectory)) return posix3.join(".", value.slice(workingDirectory.length));
  return posix3.join(scope.folder, value.startsWith(here) ? value.slice(here.length) : value);
}
function namesOf(value) {
  return Array.isArray(value) ? [...value].sort() : [];
}

// src/source/prisma/prisma-8.ts
var contractFiles = ["prisma", "src/prisma", "."].flatMap(
  (folder) => ["contract.prisma", "contract.ts", "contract.json"].map((name) => folder === "." ? name : `${folder}/${name}`)
);
async function refusePrisma8(root, paths) {
  for (const path of paths) {
    if (await entryAt(root, path) !== "none") throw prisma8Error(path);
  }
}
function prisma8Error(sign) {
  return new UserError(
    "invalid-source",
    `This is a Prisma 8 project (${sign}): its contract format is not supported, only the schemas and SQL migrations of Prisma up to 7.`,
    "Keep the Prisma 7 schema and name it with --schema, or use Prisma 8's own `prisma migration status` and `prisma db verify`."
  );
}

// src/source/prisma/locate.ts
var settingsLimit = 1024 * 1024;
var extensions = [".js", ".ts", ".mjs", ".cjs", ".mts", ".cts"];
var configCandidates = [
  ...["prisma7.config", ".config/prisma7", "prisma.config"].flatMap((base) => extensions.map((extension) => base + extension)),
  ...extensions.map((extension) => `prisma.config/index${extension}`),
  ...[".config/prisma", ".config/prisma.config"].flatMap((base) => extensions.map((extension) => base + extension))
];
var schemaCandidates = ["schema.prisma", "prisma/schema.prisma", "prisma/schema"];
async function locate(request) {
  const root = request.workingDirectory;
  const configFile = await findConfigFile(root);
  const config = configFile === null ? null : await readConfig(configFile.path, configFile.text);
  const found = await findSchema(request, config);
  if (found === null) return null;
  return {
    schemaFiles: await schemaFilesAt(root, found.path, found.namedBy),
    schemaPath: found.path,
    migrations: request.migrations ?? config?.migrations ?? null,
    config,
    files: configFile === null ? [] : [{ path: configFile.path, sha256: configFile.sha256 }],
    notes: config === null ? [] : configNotes(config, request)
  };
}
async function findConfigFile(root) {
  for (const file of configCandidates) {
    if (await entryAt(root, file) === "file") return readText(root, file, settingsLimit);
  }
  return null;
}
async function findSchema(request, config) {
  const root = request.workingDirectory;
  if (request.schema !== null) return { path: pathInside(root, request.schema), namedBy: "--schema" };
  if (config?.schema != null) return { path: pathInside(root, config.schema), namedBy: config.file };
  if (config?.isPrisma8) throw prisma8Error(config.file);
  if (config?.unreadable.includes("schema")) throw unreadableSchema(config.file);
  const fromPackage = await packageSetting(root);
  if (fromPackage !== null) return { path: pathInside(root, fromPackage), namedBy: "package.json" };
  for (const path of schemaCandidates) {
    if (await entryAt(root, path) !== "none") return { path, namedBy: "default" };
  }
  if (config !== null && config.unreadable.length > 0) throw unreadableSchema(config.file);
  await refusePrisma8(root, contractFiles);
  return null;
}
function unreadableSchema(file) {
  return new UserError(
    "invalid-source",
    `Where ${file} says that the schema lies is only known when it is run, and nothing of a repository is run here.`,
    "Write the path as a plain string, or pass --schema."
  );
}
async function packageSetting(root) {
  if (await entryAt(root, "package.json") !== "file") return null;
  try {
    const settings = JSON.parse((await readText(root, "package.json", settingsLimit)).text);
    const schema = settings?.prisma?.schema;
    return typeof schema === "string" ? schema : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
async function schemaFilesAt(root, path, namedBy) {
  const entry = await entryAt(root, path);
  if (entry === "file") return [path];
  if (entry === "none") {
    throw new UserError(
      "invalid-source",
      `There is no Prisma schema at "${path}" (named by ${namedBy}).`,
      "Check the path; it is relative to the working directory."
    );
  }
  const files = await prismaFilesIn(root, path);
  if (files.length > 0) return files;
  throw new UserError(
    "invalid-source",
    `The folder "${path}" holds no file that ends in .prisma.`,
    "Pass --schema with the file or folder of the Prisma schema."
  );
}
async function prismaFilesIn(root, folder) {
  const { files, folders } = await listFolder(root, folder);
  const own = files.filter((name) => name.endsWith(".prisma")).map((name) => posix4.join(folder, name));
  const inner = [];
  for (const name of folders) {
    if (name !== "node_modules" && name !== "migrations") inner.push(...await prismaFilesIn(root, posix4.join(folder, name)));
  }
  return [...own, ...inner].sort();
}
function configNotes(config, request) {
  const notes = [];
  if (config.unreadable.includes("migrations.path") && request.migrations === null) {
    notes.push(
      `migrations.path in ${config.file} is only known when the file is run: the folder beside the schema is taken. Pass --migrations to name another.`
    );
  }
  for (const setting of config.unreadable) {
    if (setting.startsWith("tables") || setting.startsWith("enums")) {
      notes.push(`${setting} in ${config.file} is only known when the file is run: what it names is treated as Prisma's own.`);
    }
  }
  if (config.preparesShadowDatabase)
    notes.push(`migrations.initShadowDb in ${config.file} is not run: migrations that rely on it can't be replayed.`);
  return notes;
}

// src/source/prisma/concern.ts
function mayBelong(path) {
  const name = posix5.basename(path);
  return path.endsWith(".prisma") || path.endsWith(".sql") || name === "migration_lock.toml" || mayLocate(path);
}
function mayLocate(path) {
  return path === "package.json" || configCandidates.includes(path);
}
function locatesAnew(path, before, after) {
  return path === "package.json" ? prismaSetting(before) !== prismaSetting(after) : before !== after;
}
function prismaSetting(text2) {
  try {
    const settings = JSON.parse(text2 ?? "null");
    return JSON.stringify(settings?.prisma ?? null);
  } catch {
    return "null";
  }
}

// src/source/prisma/checksum.ts
function compareChecksum(script, noted) {
  const matches2 = (text2) => noted === sha256(text2) || noted === unpadded(sha256(text2));
  if (matches2(script)) return "same";
  const unix = script.replaceAll("\r\n", "\n");
  return matches2(unix) || matches2(unix.replaceAll("\n", "\r\n")) || matches2(script.replaceAll("\n", "\r\n")) ? "line-endings" : "different";
}
function unpadded(checksum) {
  return checksum.replace(
    /0([0-9a-f])|([1-9a-f][0-9a-f])/g,
    (_, low, full) => low ?? full ?? ""
  );
}

// src/source/prisma/diagnose.ts
function diagnose(migrations, history2, elsewhere2) {
  const rows3 = history2?.rows ?? [];
  const known = new Map([...elsewhere2, ...migrations].map((migration) => [migration.id, migration]));
  const applied2 = latestByMigration(rows3.filter(isApplied));
  const failed = new Set(rows3.filter(isFailed).map(({ migration }) => migration));
  const pending2 = migrations.filter(({ id }) => !applied2.has(id) && !failed.has(id));
  const lastApplied = migrations.findLastIndex(({ id }) => applied2.has(id));
  const late = new Set(migrations.slice(0, Math.max(lastApplied, 0)).map(({ id }) => id));
  return {
    empty: rows3.length === 0,
    applied: [...applied2.keys()].flatMap((id) => known.get(id) ?? []),
    pending: pending2,
    outOfOrder: pending2.map(({ id }) => id).filter((id) => late.has(id)),
    problems: [
      ...rows3.filter(isFailed).map((row) => failedProblem(row, known.has(row.migration) ? null : pathOf2(migrations, row.migration))),
      ...rolledBack(rows3, applied2, failed).flatMap((row) => known.has(row.migration) ? [rolledBackProblem(row)] : []),
      ...[...applied2.values()].flatMap((row) => appliedProblem(row, known.get(row.migration), pathOf2(migrations, row.migration)))
    ]
  };
}
function isApplied(row) {
  return row.finishedAt !== null && row.rolledBackAt === null;
}
function isFailed(row) {
  return row.finishedAt === null && row.rolledBackAt === null;
}
function latestByMigration(rows3) {
  return new Map(rows3.map((row) => [row.migration, row]));
}
function rolledBack(rows3, applied2, failed) {
  const latest = latestByMigration(rows3.filter(({ rolledBackAt }) => rolledBackAt !== null));
  return [...latest.values()].filter(({ migration }) => !applied2.has(migration) && !failed.has(migration));
}
function pathOf2([any], id) {
  return any === void 0 ? null : any.path.replace(`${any.id}/migration.sql`, () => `${id}/migration.sql`);
}
function failedProblem(row, missing3) {
  const when = row.startedAt === null ? "" : ` on ${day(row.startedAt)}`;
  const how = row.errorCode === null ? "did not finish (it failed, was ended, or is still running)" : `failed with error ${row.errorCode}`;
  const rolledBack2 = `\`npx prisma migrate resolve --rolled-back ${shellWord(row.migration)}\``;
  const applied2 = `\`npx prisma migrate resolve --applied ${shellWord(row.migration)}\``;
  return {
    kind: "failed",
    migration: row.migration,
    message: `The migration "${row.migration}" was started${when} and ${how}: Prisma applies nothing until that is resolved (P3009).`,
    hint: missing3 === null ? `If nothing of it is left in the database, run ${rolledBack2}; if you completed it by hand, ${applied2}.` : `The repository doesn't have it: \`${findCommand(missing3)}\` finds the commit that does, and what it did. If nothing of it is left in the database, run ${rolledBack2}; if you completed it by hand, bring its folder back first (without it Prisma says P3017), then run ${applied2}.`,
    blocks: true
  };
}
function findCommand(path) {
  return `git log --all --oneline -- ${shellWord(path)}`;
}
function restoreCommand(path) {
  return `git checkout COMMIT -- ${shellWord(path)}`;
}
function rolledBackProblem(row) {
  return {
    kind: "rolled-back",
    migration: row.migration,
    message: `The migration "${row.migration}" failed once and was marked as rolled back${row.rolledBackAt === null ? "" : ` on ${day(row.rolledBackAt)}`}.`,
    hint: "It is pending, and runs again when a plan is applied. What is left of the first try stands in the drift report as made by hand: undo it there first.",
    blocks: false
  };
}
function appliedProblem(row, migration, path) {
  if (migration === void 0) return [unknownProblem(row, path)];
  if (row.checksum === null) return [];
  const comparison = compareChecksum(migration.sql ?? "", row.checksum);
  switch (comparison) {
    case "same":
      return [];
    case "line-endings":
      return [lineEndingsProblem(migration)];
    case "different":
      return [editedProblem(migration)];
  }
}
function unknownProblem({ migration }, path) {
  const restore = path === null ? "Restore its folder from the branch that applied it" : `Restore it from the branch that applied it: \`${findCommand(path)}\` finds the commit, \`${restoreCommand(path)}\` brings it here`;
  return {
    kind: "unknown",
    migration,
    message: `The database has applied the migration "${migration}", which the repository doesn't have.`,
    hint: `${restore}. Or check that this is the right database; where the file is gone on purpose, accept that under ignore: as "migration ${migration}", with a reason.`,
    blocks: true
  };
}
function lineEndingsProblem({ id, path }) {
  return {
    kind: "edited-line-endings",
    migration: id,
    message: `Only the line endings of "${id}" differ from what was applied; Prisma takes both as the same.`,
    hint: `Nothing has to be done. To keep them, add \`${path} -text\` to .gitattributes.`,
    blocks: false
  };
}
function editedProblem({ id, path }) {
  return {
    kind: "edited",
    migration: id,
    message: `The migration "${id}" was edited after the database had applied it: the change never reaches this database.`,
    hint: `Restore the file (\`git log --oneline -- ${shellWord(path)}\` shows its versions, \`${restoreCommand(path)}\` brings one back) and put the change into a new migration; where that is past mending, accept it under ignore: as "migration ${id}", with a reason.`,
    blocks: true
  };
}
function day(date) {
  return date.toISOString().slice(0, 10);
}
function shellWord(text2) {
  return /^[\w./-]+$/.test(text2) && !text2.startsWith("-") ? `"${text2}"` : `'${text2.replaceAll("'", "'\\''")}'`;
}

// src/source/prisma/engine.ts
import { readFile } from "node:fs/promises";

// src/source/prisma/panic.ts
function listenForPanic() {
  let reason = null;
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    set_message: (message) => {
      reason = message;
    }
  };
  return () => reason;
}

// src/source/prisma/engine.ts
var loading = null;
async function schemaToDdl(files, provider, defaultSchema) {
  loading ??= loadEngine();
  const { SchemaEngine } = await loading;
  const panic = listenForPanic();
  try {
    var _stack = [];
    try {
      const datamodels = files.map(({ path, text: text2 }) => [path, text2]);
      const engine = __using(_stack, await SchemaEngine.new({ datamodels }, () => void 0, adapterToNothing(provider, defaultSchema)));
      const { stdout } = await engine.diff({
        from: { tag: "empty" },
        to: { tag: "schemaDatamodel", files: files.map(({ path, text: text2 }) => ({ path, content: text2 })) },
        script: true,
        exitCode: false,
        // Tables that others manage are built too: foreign keys may point at them.
        filters: { externalTables: [], externalEnums: [] }
      });
      return stdout ?? "";
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      __callDispose(_stack, _error, _hasError);
    }
  } catch (error) {
    throw new UserError(
      "invalid-source",
      `Prisma can't turn the schema into SQL: ${panic() ?? engineMessage(error)}`,
      "Mend the schema: `npx prisma validate` says the same.",
      { cause: error }
    );
  }
}
async function loadEngine() {
  const engine = await import("./chunk-CDHTZHKX.js");
  const { WebAssembly } = globalThis;
  const { instance } = await WebAssembly.instantiate(await readFile(assetPath("schema_engine_bg.wasm")), {
    "./schema_engine_bg.js": engine
  });
  engine.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return engine;
}
function adapterToNothing(provider, defaultSchema) {
  const adapterName = "schemagate";
  const ok = (value) => Promise.resolve({ ok: true, value });
  const errorRegistry = { consumeError: () => void 0 };
  const connection = {
    provider: provider === "postgresql" ? "postgres" : provider,
    adapterName,
    errorRegistry,
    queryRaw: () => ok({ columnNames: [], columnTypes: [], rows: [] }),
    executeRaw: () => ok(0),
    executeScript: () => ok(void 0),
    startTransaction: () => Promise.reject(new Error("There is no database here.")),
    getConnectionInfo: () => ({ ok: true, value: { schemaName: defaultSchema ?? "public", supportsRelationJoins: false } }),
    dispose: () => ok(void 0)
  };
  return {
    provider: connection.provider,
    adapterName,
    errorRegistry,
    connect: () => ok(connection),
    connectToShadowDb: () => Promise.reject(new Error("There is no shadow database here."))
  };
}
function engineMessage(error) {
  return error instanceof Error ? error.message : String(error);
}

// src/source/prisma/language/kept.ts
var kinds = {
  check: "Prisma's language has no check constraints",
  exclusion: "Prisma's language has no exclusion constraints",
  trigger: "Prisma's language has no triggers",
  function: "Prisma's language has no functions",
  view: "Prisma doesn't manage views",
  "materialized view": "Prisma doesn't manage materialized views",
  policy: "Prisma's language has no policies",
  rights: "Prisma's language has no owners and grants",
  comment: "Prisma's language has no database comments",
  domain: "Prisma's language has no domains",
  type: "Prisma's language has no composite or range types",
  sequence: "Prisma's language has no sequences of their own",
  extension: "Prisma never drops an extension",
  schema: "Prisma never drops a schema"
};
function isNeverSaid(object) {
  return object.kind in kinds && !["sequence", "extension", "schema"].includes(object.kind);
}
var indexMethods = /* @__PURE__ */ new Set(["btree", "hash", "gist", "gin", "spgist", "brin"]);
function whyUnsayable(object, language) {
  if (object.kind === "index") return whyUnsayableIndex(object, language);
  if (object.kind === "table" && object.partitionOf !== null) return "Prisma's language has no partitions";
  if (object.kind === "table" && object.options.some((option) => option.startsWith("USING ")))
    return "Prisma's language has no virtual tables";
  return kinds[object.kind] ?? null;
}
function whyUnsayableIndex(index, { dialect, partialIndexes }) {
  if (index.where !== null && !partialIndexes)
    return "Prisma's language has no partial indexes without the preview feature partialIndexes";
  if (index.keys.some(({ expression }) => expression !== null)) return "Prisma's language has no indexes on expressions";
  if (index.include.length > 0) return "Prisma's language has no INCLUDE columns";
  if (index.nullsNotDistinct) return "Prisma's language has no NULLS NOT DISTINCT";
  if (!indexMethods.has(index.method)) return `Prisma's language has no ${index.method} indexes`;
  if (index.keys.some(({ collation }) => collation !== null)) return "Prisma's language has no collations of index columns";
  if (index.keys.some((key) => !hasUsualNulls(key, dialect))) return "Prisma's language has no NULLS FIRST and NULLS LAST";
  if (index.method === "btree" && index.keys.some(({ opclass }) => opclass !== null))
    return "Prisma's language has no operator classes of btree indexes";
  if (index.constraint !== null && index.constraint.deferrable !== "no") return "Prisma's language has no deferrable constraints";
  return null;
}
function hasUsualNulls({ order, nulls }, dialect) {
  return nulls === (order === "asc" === (dialect === "postgres") ? "last" : "first");
}

// src/source/prisma/language/defaults.ts
function sameDefault(a, b, type) {
  if (a === b) return true;
  const [left, right] = [plain(a), plain(b)];
  if (left === right) return true;
  if (/^jsonb?$/i.test(type)) return sameJson(left, right);
  if (type.endsWith("[]")) return sameList(left, right);
  if (/^bool/i.test(type)) return truth(left) !== null && truth(left) === truth(right);
  if (/^(?:text|char|varchar|character|citext)/i.test(type)) return false;
  const [one, other] = [numeral(left), numeral(right)];
  return one !== null && one === other;
}
function plain(expression) {
  let text2 = expression.trim();
  for (let before = ""; before !== text2; ) {
    before = text2;
    text2 = withoutParentheses(text2).replace(castAfterConstant, "$1").trim();
  }
  if (/^(?:now\(\)|current_timestamp(?:\(\d\))?|transaction_timestamp\(\))$/i.test(text2)) return "now()";
  return /^"(?:[^"]|"")*"$/.test(text2) ? `'${text2.slice(1, -1).replaceAll('""', '"').replaceAll("'", "''")}'` : text2;
}
var castAfterConstant = /^('(?:[^']|'')*'|-?[\d.]+|ARRAY\[.*\]|now\(\)|CURRENT_TIMESTAMP|NULL)::[\w\s."[\](),]+$/is;
function withoutParentheses(text2) {
  if (!text2.startsWith("(") || !text2.endsWith(")")) return text2;
  let depth = 0;
  let quoted = false;
  for (const [index, character] of [...text2].entries()) {
    if (character === "'") quoted = !quoted;
    if (quoted) continue;
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (depth === 0 && index < [...text2].length - 1) return text2;
  }
  return text2.slice(1, -1);
}
function unquoted(text2) {
  return /^'(?:[^']|'')*'$/s.test(text2) ? text2.slice(1, -1).replaceAll("''", "'") : null;
}
function sameJson(a, b) {
  const [left, right] = [jsonOf(a), jsonOf(b)];
  return left !== null && left === right;
}
function jsonOf(text2) {
  try {
    return JSON.stringify(sortedKeys(JSON.parse(unquoted(text2) ?? "")));
  } catch {
    return null;
  }
}
function sortedKeys(value) {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1).map(([key, inner]) => [key, sortedKeys(inner)])
  );
}
function sameList(a, b) {
  const [left, right] = [listOf(a), listOf(b)];
  return left !== null && right !== null && left.length === right.length && left.every((item, index) => item === right[index]);
}
function listOf(text2) {
  const array = /^ARRAY\[(.*)\]$/is.exec(text2);
  if (array !== null) {
    const inner = array[1]?.trim() ?? "";
    if (inner === "") return [];
    const items = inner.match(/(?:'(?:[^']|'')*'|[^',])+/g) ?? [];
    return items.map((item) => unquoted(plain(item)) ?? plain(item));
  }
  const literal = /^\{([^{}"\\]*)\}$/s.exec(unquoted(text2) ?? "");
  if (literal === null) return null;
  return literal[1] === "" ? [] : (literal[1] ?? "").split(",");
}
function truth(text2) {
  const value = (unquoted(text2) ?? text2).toLowerCase();
  if (["true", "t", "1", "yes", "on"].includes(value)) return true;
  return ["false", "f", "0", "no", "off"].includes(value) ? false : null;
}
function numeral(text2) {
  const match = /^([+-]?)0*(\d+?)(?:\.(\d*?)0*)?$/.exec(unquoted(text2) ?? text2);
  if (match === null) return null;
  const [, sign, whole, fraction] = match;
  const digits = fraction === void 0 || fraction === "" ? `${whole}` : `${whole}.${fraction}`;
  return sign === "-" && digits !== "0" ? `-${digits}` : digits;
}

// src/source/prisma/language/sqlite-family.ts
var families = [
  [/^(?:INT2|INT8|BIGINT|UNSIGNED BIG INT)$/, "bigint"],
  [/^(?:INT|INTEGER|TINYINT|SMALLINT|MEDIUMINT|SERIAL)$/, "int"],
  [/^(?:REAL|FLOAT|DOUBLE|DOUBLE PRECISION)$/, "float"],
  [/^(?:DECIMAL|NUMERIC)(?:\(.*\))?$/, "decimal"],
  [/^(?:BOOLEAN|BOOL)$/, "boolean"],
  [/^(?:DATE|DATETIME|TIMESTAMP)$/, "datetime"],
  [/^(?:BLOB|BINARY(?:\(.*\))?|BINARY\[\]|BINARY VARYING(?:\(.*\))?)$/, "bytes"],
  [/^JSONB?$/, "json"],
  [/^(?:TEXT|CLOB|(?:VAR|N|NVAR|NATIVE |VARYING )?CHAR(?:ACTER)?(?:\(.*\))?|CHARACTER(?:\(.*\))?)$/, "string"]
];
function sqliteFamily(type) {
  return families.find(([pattern]) => pattern.test(type))?.[1] ?? type;
}

// src/source/prisma/language/same-column.ts
function sameColumn(from, to, surroundings) {
  const kept2 = [];
  const rules2 = [];
  const differs = (field) => JSON.stringify(from[field]) !== JSON.stringify(column[field]);
  let column = to;
  if (differs("collation")) {
    kept2.push("Prisma's language has no column collations");
    column = { ...column, collation: from.collation };
  }
  if (differs("generated") && from.generated !== null) {
    kept2.push("Prisma's language has no generated columns");
    column = { ...column, generated: from.generated, default: from.default };
  }
  const typeRule = differs("type") ? sameTypeRule(from, to, surroundings) : null;
  if (typeRule !== null) {
    rules2.push(typeRule);
    column = { ...column, type: from.type };
  }
  const numbering = numberingRule(from, to, surroundings);
  if (numbering !== null && (differs("default") || differs("identity") || differs("autoIncrement") || differs("nullable"))) {
    rules2.push(numbering);
    const nullable = numbering === "sqlite-rowid" ? from.nullable : column.nullable;
    column = { ...column, default: from.default, identity: from.identity, autoIncrement: from.autoIncrement, nullable };
  }
  if (differs("nullable") && to.type.endsWith("[]") && from.type.endsWith("[]")) {
    rules2.push("list-nullability");
    column = { ...column, nullable: from.nullable };
  }
  const defaultRule = differs("default") ? sameDefaultRule(from, to, surroundings) : null;
  if (defaultRule !== null) {
    rules2.push(defaultRule);
    column = { ...column, default: from.default };
  }
  return { to: column, kept: kept2, rules: rules2 };
}
function sameTypeRule(from, to, { from: objects, language }) {
  if (language.dialect === "sqlite") return sqliteFamily(from.type) === sqliteFamily(to.type) ? "sqlite-type" : null;
  const [own, other] = [withoutPrecision(from.type), withoutPrecision(to.type)];
  if (own.base === other.base && (own.precision === null || other.precision === null)) return "timestamp-precision";
  const domain = domainNamed(from, objects);
  return domain !== null && domain.type === to.type ? "domain-base-type" : null;
}
function domainNamed(column, objects) {
  const name = column.type.replaceAll('"', "");
  const found = objects.get(`domain ${name}`) ?? objects.get(objectId("domain", column.schema, name));
  return found?.kind === "domain" ? found : null;
}
function withoutPrecision(type) {
  const match = /^(timestamp|time)(?:\((\d)\))?( with(?:out)? time zone)(\[\])?$/.exec(type);
  if (match === null) return { base: type, precision: "" };
  return { base: `${match[1]}${match[3]}${match[4] ?? ""}`, precision: match[2] ?? null };
}
function numberingRule(from, to, { keys, language }) {
  if (language.dialect === "sqlite") return isRowId(from, keys) && sqliteFamily(to.type) === "int" ? "sqlite-rowid" : null;
  return to.autoIncrement && isNumbered(from) ? "autoincrement" : null;
}
function isNumbered(column) {
  return column.autoIncrement || column.identity !== null || /^nextval\('/.test(column.default ?? "");
}
function isRowId(column, keys) {
  const columns2 = keys.get(objectId("table", column.schema, column.table))?.columns;
  return column.type === "INTEGER" && columns2?.length === 1 && columns2[0] === column.name;
}
function sameDefaultRule(from, to, { language }) {
  const names2 = [`${to.table}.${to.name}`, `${to.schema}.${to.table}.${to.name}`];
  if (names2.some((name) => language.unspecifiedDefaults.has(name))) return "unspecified-default";
  if (from.default === null || to.default === null) return null;
  if (sameDefault(from.default, to.default, to.type)) return "default-spelling";
  return isMoment(to) && (isConstant(from.default) || isConstant(to.default)) ? "datetime-default" : null;
}
function isMoment(column) {
  return /^(?:timestamp|date|time|datetime)/i.test(column.type);
}
function isConstant(expression) {
  return /^\(?'/.test(expression);
}

// src/source/prisma/language/same-object.ts
function adjust(from, to, surroundings) {
  switch (to.kind) {
    case "table":
      return from.kind === "table" ? takeOver(from, to, tableWords) : untouched(to);
    case "column":
      return from.kind === "column" ? sameColumn(from, to, surroundings) : untouched(to);
    case "primary key":
      return from.kind === "primary key" ? takeOver(from, to, primaryKeyWords) : untouched(to);
    case "foreign key":
      return from.kind === "foreign key" ? takeOver(from, to, foreignKeyWords) : untouched(to);
    case "index":
      return from.kind === "index" ? adjustIndex(from, to, surroundings.language) : untouched(to);
    case "enum":
      return from.kind === "enum" ? adjustEnum(from, to) : untouched(to);
    case "sequence":
      return from.kind === "sequence" ? takeOver(from, to, sequenceWords) : untouched(to);
    case "extension":
      return from.kind === "extension" ? adjustExtension(from, to, surroundings.language) : untouched(to);
    case "schema":
    case "domain":
    case "type":
    case "check":
    case "exclusion":
    case "view":
    case "materialized view":
    case "function":
    case "trigger":
    case "policy":
    case "rights":
    case "comment":
      return untouched(to);
  }
}
function untouched(to) {
  return { to, kept: [], rules: [] };
}
var tableWords = {
  persistence: "unlogged tables",
  partitionBy: "partitioning",
  inherits: "inheritance",
  options: "storage options",
  rowSecurity: "row security"
};
var primaryKeyWords = { include: "INCLUDE columns", deferrable: "deferrable constraints" };
var foreignKeyWords = {
  onDeleteColumns: "columns of ON DELETE SET NULL",
  match: "MATCH FULL",
  deferrable: "deferrable constraints",
  validated: "NOT VALID constraints",
  enforced: "NOT ENFORCED constraints"
};
var sequenceWords = {
  type: "types of sequences",
  start: "START of sequences",
  increment: "INCREMENT of sequences",
  min: "MINVALUE of sequences",
  max: "MAXVALUE of sequences",
  cache: "CACHE of sequences",
  cycle: "CYCLE of sequences",
  ownedBy: "owners of sequences"
};
function takeOver(from, to, words2) {
  const fields = Object.keys(words2).filter((field) => !sameValue(from[field], to[field]));
  return {
    to: { ...to, ...Object.fromEntries(fields.map((field) => [field, from[field]])) },
    kept: fields.map((field) => `Prisma's language has no ${words2[field]}`),
    rules: []
  };
}
var indexWords = {
  nullsNotDistinct: "NULLS NOT DISTINCT",
  include: "INCLUDE columns",
  options: "storage options",
  valid: "invalid indexes"
};
function adjustIndex(from, to, language) {
  const words2 = language.partialIndexes ? indexWords : { ...indexWords, where: "partial indexes without the preview feature partialIndexes" };
  const plain2 = takeOver(from, to, words2);
  const keys = adjustKeys(from, to, language);
  const isConstraint = from.constraint === null !== (to.constraint === null);
  return {
    to: { ...plain2.to, keys: keys.to, constraint: from.constraint },
    kept: [...plain2.kept, ...keys.kept],
    rules: isConstraint ? ["unique-constraint"] : []
  };
}
function adjustKeys(from, to, language) {
  const kept2 = /* @__PURE__ */ new Set();
  const keys = to.keys.map((key, place) => {
    const other = from.keys[place];
    if (other === void 0 || sameValue(other, key)) return key;
    if (other.expression !== null) {
      kept2.add("Prisma's language has no indexes on expressions");
      return other;
    }
    if (other.column !== key.column || other.order !== key.order) return key;
    if (other.nulls !== key.nulls && hasUsualNulls(key, language.dialect))
      kept2.add("Prisma's language has no NULLS FIRST and NULLS LAST");
    if (other.collation !== key.collation) kept2.add("Prisma's language has no collations of index columns");
    const plainClass = key.opclass === null && other.opclass !== null;
    if (plainClass) kept2.add("the operator class is one that the schema doesn't name");
    return { ...key, nulls: other.nulls, collation: other.collation, opclass: plainClass ? other.opclass : key.opclass };
  });
  return { to: keys, kept: [...kept2].sort() };
}
function adjustEnum(from, to) {
  const known = new Set(to.values);
  const old = new Set(from.values);
  const values = [...from.values.filter((value) => known.has(value)), ...to.values.filter((value) => !old.has(value))];
  const moved = !sameValue(values, to.values);
  return { to: { ...to, values }, kept: [], rules: moved ? ["enum-value-order"] : [] };
}
function adjustExtension(from, to, language) {
  if (from.installedIn === to.installedIn || language.extensions.some(({ name, schema }) => name === to.name && schema !== null))
    return untouched(to);
  return {
    to: { ...to, installedIn: from.installedIn },
    kept: ["the schema says nothing of where the extension lives"],
    rules: []
  };
}

// src/source/prisma/language/counterparts.ts
function counterparts(missing3, added, surroundings) {
  const waiting2 = Map.groupBy(missing3.filter(isNamed), tableOf);
  const pairs = [];
  for (const to of added.filter(isNamed)) {
    const candidates = waiting2.get(tableOf(to)) ?? [];
    const from = candidates.find((candidate) => core(candidate) === core(to)) ?? candidates.find((candidate) => isOldJoinKey(candidate, to));
    if (from === void 0) continue;
    waiting2.set(
      tableOf(to),
      candidates.filter((candidate) => candidate !== from)
    );
    pairs.push({ from, to, rule: ruleFor(from, to, surroundings) });
  }
  return pairs;
}
function duplicates(alone, other) {
  const structures = new Set([...other].filter(isNamed).map((object) => `${tableOf(object)}
${core(object)}`));
  return alone.filter((object) => isNamed(object) && structures.has(`${tableOf(object)}
${core(object)}`));
}
function withOwnName({ from, to }, surroundings) {
  return adjust(from, to, surroundings).to;
}
function isNamed(object) {
  return object.kind === "index" || object.kind === "primary key" || object.kind === "foreign key";
}
function tableOf(object) {
  return objectId("table", object.schema, object.table);
}
function core(object) {
  switch (object.kind) {
    case "index":
      return canonicalJson([
        object.kind,
        object.unique,
        object.method,
        object.keys.map(({ column, order }) => [column, order]),
        object.where
      ]);
    case "primary key":
      return canonicalJson([object.kind, object.columns]);
    case "foreign key":
      return canonicalJson([
        object.kind,
        object.columns,
        object.references,
        object.referencedColumns,
        object.onDelete,
        object.onUpdate
      ]);
  }
}
function isOldJoinKey(from, to) {
  if (from.kind !== "index" || to.kind !== "primary key") return false;
  const isJoin = from.table.startsWith("_") && canonicalJson(to.columns) === canonicalJson(["A", "B"]);
  return isJoin && from.unique && from.where === null && canonicalJson(from.keys.map(({ column }) => column)) === canonicalJson(to.columns);
}
function ruleFor(from, to, { language }) {
  if (from.kind === "index" && to.kind === "primary key") return "implicit-m2m-primary-key";
  if (language.dialect === "sqlite") {
    if (from.kind === "index") return from.constraint === null ? null : "unique-constraint";
    return "sqlite-constraint-name";
  }
  return isCut(from.name) && isShortened(to.name) ? "name-cut-at-63-bytes" : null;
}
function isCut(name) {
  return Buffer.byteLength(name) === 63;
}
function isShortened(name) {
  return Buffer.byteLength(name) > 59;
}

// src/source/prisma/language/rules.ts
var rules = {
  "implicit-m2m-primary-key": "Prisma 6 gave the tables of implicit many-to-many relations a primary key (_AB_pkey) in place of the unique index (_AB_unique); both hold the same promise.",
  "name-cut-at-63-bytes": "PostgreSQL cuts names at 63 bytes, and Prisma's versions shorten long names in different ways.",
  autoincrement: "serial, identity and a default from a sequence are all Prisma's autoincrement().",
  "unique-constraint": "A unique constraint and a unique index are both Prisma's @unique.",
  "duplicate-index": "Of two keys or indexes with the same structure Prisma sees one.",
  "enum-value-order": "Prisma adds enum values at the end, so their order is not compared.",
  "default-spelling": "Two spellings of the same default.",
  "unspecified-default": "dbgenerated() without an argument stands for any default.",
  "datetime-default": "Prisma does not compare constant defaults of dates and times.",
  "list-nullability": "A list in Prisma is never null, whatever the column allows.",
  "timestamp-precision": "Prisma does not tell a date or time without precision from one with its own default precision.",
  "domain-base-type": "Prisma sees a domain as its base type.",
  "sqlite-type": "SQLite types that Prisma reads as the same type.",
  "sqlite-rowid": "An INTEGER PRIMARY KEY is SQLite's row id: never null, and numbered with or without AUTOINCREMENT.",
  "sqlite-constraint-name": "SQLite does not keep the names of keys, so Prisma does not compare them."
};

// src/source/prisma/language.ts
function prismaLanguage(facts) {
  return { rules, reduce: (from, to) => reduce(from, to, facts) };
}
function reduce(from, to, language) {
  const notes = { kept: /* @__PURE__ */ new Map(), rules: [] };
  const code2 = byId(to.objects.filter((object) => isSaid(object, language)));
  const surroundings = { from: byId(from.objects), keys: keysByTable(from.objects), language };
  const database = byId(sayable(from, code2, surroundings, managedSchemas(to, language), notes));
  const missing3 = [...database.values()].filter(({ id }) => !code2.has(id));
  const added = [...code2.values()].filter((object) => !database.has(object.id) && !numbersKnownColumn(object, surroundings.from));
  const pairs = counterparts(missing3, added, surroundings);
  const renamed = new Map(pairs.map((pair) => [pair.to, withOwnName(pair, surroundings)]));
  const paired = new Set(pairs.flatMap((pair) => [pair.from, pair.to]));
  const twins = [...duplicates(missing3, code2.values()), ...duplicates(added, database.values())].filter(
    (object) => !paired.has(object)
  );
  const settled = /* @__PURE__ */ new Set([
    ...twins,
    ...pairs.filter(({ rule }) => rule !== null).flatMap((pair) => [pair.from, pair.to])
  ]);
  for (const { rule, from: own } of pairs) if (rule !== null) notes.rules.push({ rule, object: own.id });
  for (const { id } of twins) notes.rules.push({ rule: "duplicate-index", object: id });
  return {
    from: [...database.values()].filter((object) => !settled.has(object)).sort(byObjectId),
    to: [
      ...common(database, code2, surroundings, notes),
      ...added.filter((object) => !settled.has(object)).map((object) => renamed.get(object) ?? object)
    ].sort(byObjectId),
    kept: [...notes.kept.values()].sort((a, b) => compare(a.object, b.object) || compare(a.reason, b.reason)),
    rules: notes.rules.sort((a, b) => compare(a.object, b.object) || compare(a.rule, b.rule))
  };
}
function isSaid(object, language) {
  if (object.kind === "extension") return language.extensions.some(({ name }) => name === object.name);
  return !isNeverSaid(object) && outsideOfLanguage(object, language) === null;
}
function sayable(from, code2, surroundings, schemas2, notes) {
  const reasons = new Map(from.objects.map((object) => [object.id, whyKept(object, code2, surroundings, schemas2)]));
  return from.objects.filter((object) => {
    const owners = ownersOf(object, surroundings.from);
    const reason = reasons.get(object.id) ?? null;
    if (owners.some((owner) => reasons.get(owner.id) != null || numbersKnownColumn(owner, code2))) return false;
    if (owners.some((owner) => !code2.has(owner.id))) return true;
    if (reason === null) return !numbersKnownColumn(object, code2);
    if (object.kind !== "rights" || object.grants.length > 0) keep(notes, object.id, reason);
    return false;
  });
}
function whyKept(object, code2, { language }, schemas2) {
  const outside = outsideOfLanguage(object, language);
  if (outside !== null) return outside;
  if (code2.has(object.id)) return null;
  if (object.schema !== null && object.kind !== "schema" && schemas2.size > 0 && !schemas2.has(object.schema)) {
    return `the Prisma schema doesn't manage the database schema "${object.schema}"`;
  }
  if (object.kind === "sequence" && object.ownedBy !== null && code2.has(object.ownedBy)) return null;
  return whyUnsayable(object, language);
}
function outsideOfLanguage(object, { externalTables, externalEnums }) {
  if (object.kind === "table" && object.name === historyTable) return "Prisma's own history of migrations";
  const table2 = object.kind === "table" ? object.name : "table" in object ? object.table : null;
  if (table2 !== null && isListed(externalTables, object.schema, table2))
    return "the Prisma configuration leaves this table to others";
  if (object.kind === "enum" && isListed(externalEnums, object.schema, object.name))
    return "the Prisma configuration leaves this enum to others";
  return null;
}
function isListed(names2, schema, name) {
  return names2.includes(name) || names2.includes(`${schema}.${name}`);
}
function common(database, code2, surroundings, notes) {
  return [...database.values()].flatMap((from) => {
    const to = code2.get(from.id);
    if (to === void 0) return [];
    const adjusted = adjust(from, to, surroundings);
    for (const reason of adjusted.kept) keep(notes, from.id, reason);
    for (const rule of adjusted.rules) notes.rules.push({ rule, object: from.id });
    return [adjusted.to];
  });
}
function numbersKnownColumn(object, other) {
  if (object.kind !== "sequence" || object.ownedBy === null || other.has(object.id)) return false;
  const column = other.get(object.ownedBy);
  return column?.kind === "column" && isNumbered(column);
}
function managedSchemas(to, { schemas: schemas2 }) {
  if (schemas2.length > 0) return new Set(schemas2);
  return new Set(to.objects.flatMap((object) => object.kind === "table" && object.schema !== null ? [object.schema] : []));
}
function ownersOf(object, objects) {
  const owners = [];
  let owner = nearestOwner(object, objects);
  while (owner !== void 0 && !owners.includes(owner)) {
    owners.push(owner);
    owner = nearestOwner(owner, objects);
  }
  return owners;
}
function nearestOwner(object, objects) {
  const owner = ownerOf(object);
  const found = owner === null ? void 0 : objects.get(owner);
  if (found !== void 0 || !("table" in object)) return found;
  return objects.get(objectId("view", object.schema, object.table)) ?? objects.get(objectId("materialized view", object.schema, object.table));
}
function keysByTable(objects) {
  return new Map(
    objects.flatMap(
      (object) => object.kind === "primary key" ? [[objectId("table", object.schema, object.table), object]] : []
    )
  );
}
function keep(notes, object, reason) {
  notes.kept.set(`${object}
${reason}`, { object, reason });
}
function byId(objects) {
  return new Map(objects.map((object) => [object.id, object]));
}
function byObjectId(a, b) {
  return compare(a.id, b.id);
}
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

// src/source/prisma/migrations.ts
import { isUtf8 as isUtf82 } from "node:buffer";
import { posix as posix6 } from "node:path";
var scriptLimit = 10 * 1024 * 1024;
var lockFile = "migration_lock.toml";
async function readMigrations(root, place, provider) {
  const { folder, named } = place;
  const entry = await entryAt(root, folder);
  if (entry === "file")
    throw new UserError("invalid-source", `The migrations folder "${folder}" is a file.`, "Pass --migrations with the folder.");
  if (entry === "none" && named) {
    throw new UserError(
      "invalid-source",
      `There is no migrations folder "${folder}".`,
      "Check the path; it is relative to the working directory."
    );
  }
  if (entry === "none") return { folder: null, migrations: [], files: [], notes: [await missingFolderNote(root, folder)] };
  const { files, folders, others } = await listFolder(root, folder);
  const migrations = [];
  for (const name of [...folders].sort((a, b) => a.localeCompare(b, "en"))) {
    migrations.push(await readMigration(root, folder, name, migrations.at(-1) ?? null));
  }
  const notes = [];
  if (migrations.length === 0) notes.push(`The migrations folder "${folder}" is empty.`);
  const stray = files.filter((name) => name.endsWith(".sql"));
  if (stray.length > 0) notes.push(`Not migrations, as they lie in no folder of their own in ${folder}: ${stray.join(", ")}.`);
  if (others.length > 0) notes.push(`Left out, as they are symbolic links or no files, in ${folder}: ${others.join(", ")}.`);
  const lock2 = files.includes(lockFile) ? await readText(root, posix6.join(folder, lockFile), scriptLimit) : null;
  if (lock2 !== null) checkLock(lock2, provider);
  else if (migrations.length > 0)
    notes.push(`${folder} has no ${lockFile}: Prisma can't tell for which provider the migrations were written.`);
  const read = migrations.map(({ path, checksum }) => ({ path, sha256: checksum }));
  return { folder, migrations, files: lock2 === null ? read : [...read, { path: lock2.path, sha256: lock2.sha256 }], notes };
}
async function readMigration(root, folder, name, previous) {
  const path = posix6.join(folder, name, "migration.sql");
  if (await entryAt(root, path) !== "file") {
    await refusePrisma8(root, [posix6.join(folder, name, "ops.json"), posix6.join(folder, name, "migration.json")]);
    throw new UserError(
      "invalid-source",
      `The migration "${name}" has no migration.sql (Prisma's P3015).`,
      `Restore ${path}, or delete the folder if no database has applied it.`
    );
  }
  const bytes = await readBytes(root, path, scriptLimit);
  if (!isUtf82(bytes)) throw notUtf8(path);
  return {
    id: name,
    parents: previous === null ? [] : [previous.id],
    path,
    checksum: sha256(bytes),
    sql: bytes.toString("utf8"),
    opaque: null
  };
}
async function missingFolderNote(root, folder) {
  const sibling = posix6.join(posix6.dirname(posix6.dirname(folder)), "migrations");
  const hint = await entryAt(root, sibling) === "folder" ? ` There is a folder "${sibling}": pass --migrations ${sibling} if it is meant.` : "";
  return `The project has no migrations folder ("${folder}").${hint}`;
}
function checkLock({ path, text: text2 }, provider) {
  const locked = lockedProvider(text2);
  if (locked === null) {
    throw new UserError("invalid-source", `${path} names no provider.`, `It must say: provider = "${provider}"`);
  }
  if (canonicalProvider(locked) === canonicalProvider(provider)) return;
  throw new UserError(
    "invalid-source",
    `The schema's provider is "${provider}", but ${path} says that the migrations were written for "${locked}" (Prisma's P3019).`,
    "Pass --migrations with the folder for this provider, or --schema with the schema for these migrations."
  );
}
function lockedProvider(text2) {
  try {
    const { provider } = parse(text2);
    return typeof provider === "string" ? provider : null;
  } catch {
    return null;
  }
}
function canonicalProvider(provider) {
  return provider === "postgres" ? "postgresql" : provider;
}

// src/source/prisma/name.ts
function nameMigration(summary4, now) {
  const time = now.toISOString().slice(0, 19).replace(/\D/g, "");
  const slug = summary4.normalize("NFKD").toLowerCase().replace(new RegExp("\\p{M}", "gu"), "").replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "").slice(0, 200);
  return slug === "" ? time : `${time}_${slug}`;
}

// src/source/prisma/tokens.ts
var lexemes = [
  ["space", /[^\S\n]+/y],
  ["newline", /\n/y],
  ["comment", /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y],
  ["string", /"(?:\\[^\n]|[^"\\\n])*"?/y],
  ["word", /[\p{L}\p{N}_][\p{L}\p{N}_-]*/uy],
  ["symbol", /@@|[\s\S]/uy]
];
function tokenize(text2) {
  const tokens = [];
  for (let offset = 0; offset < text2.length; ) {
    const [kind, end] = lexemeAt(text2, offset);
    if (kind !== "space") tokens.push({ kind, text: text2.slice(offset, end), start: offset, end });
    offset = end;
  }
  return tokens;
}
function lexemeAt(text2, offset) {
  for (const [kind, pattern] of lexemes) {
    pattern.lastIndex = offset;
    if (pattern.test(text2)) return [kind, pattern.lastIndex];
  }
  return ["symbol", offset + 1];
}
function stringValue(token) {
  const inner = token.text.replace(/^"/, "").replace(/"$/, "");
  return inner.replace(/\\(u[0-9a-fA-F]{4}|.)/gu, (_, code2) => {
    if (code2.length === 5) return String.fromCharCode(Number.parseInt(code2.slice(1), 16));
    return { n: "\n", r: "\r", t: "	" }[code2] ?? code2;
  });
}

// src/source/prisma/blocks.ts
function readBlocks(text2) {
  const tokens = tokenize(text2);
  const blocks = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const [keyword, name, open2] = [tokens[index], tokens[index + 1], tokens[index + 2]];
    if (keyword?.kind !== "word" || name?.kind !== "word" || open2?.text !== "{") continue;
    const close = closingBrace(tokens, index + 2);
    if (close === null) break;
    blocks.push({
      keyword: keyword.text,
      name: name.text,
      start: keyword.start,
      end: close.token.end,
      body: tokens.slice(index + 3, close.index)
    });
    index = close.index;
  }
  return blocks;
}
function closingBrace(tokens, open2) {
  let depth = 0;
  for (let index = open2; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token?.kind !== "symbol") continue;
    if (token.text === "{") depth += 1;
    if (token.text === "}") depth -= 1;
    if (depth === 0) return { token, index };
  }
  return null;
}
function readAssignments(block) {
  const tokens = block.body.filter((token) => token.kind !== "comment");
  const assignments = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const key = tokens[index];
    if (key === void 0 || !startsAssignment(tokens, index)) continue;
    const value = [];
    let depth = 0;
    for (index += 2; index < tokens.length; index += 1) {
      const token = tokens[index];
      if (token === void 0) break;
      if (token.text === "[" || token.text === "(") depth += 1;
      if (token.text === "]" || token.text === ")") depth -= 1;
      if (depth === 0 && (token.kind === "newline" || startsAssignment(tokens, index))) break;
      if (token.kind !== "newline") value.push(token);
    }
    index -= 1;
    assignments.push({ key: key.text, start: key.start, end: value.at(-1)?.end ?? key.end, value });
  }
  return assignments;
}
function startsAssignment(tokens, index) {
  return tokens[index]?.kind === "word" && tokens[index + 1]?.text === "=";
}
function stringsOf(value) {
  return value.filter((token) => token.kind === "string").map(stringValue);
}
function extensionsOf(value) {
  return listItems(value).flatMap((item) => {
    const [name] = item;
    if (name === void 0) return [];
    return [{ name: argument(item, "map") ?? name.text, schema: argument(item, "schema") }];
  });
}
function listItems(value) {
  const items = [];
  let depth = 0;
  for (const token of value) {
    if (token.text === "]" || token.text === ")") depth -= 1;
    if (depth === 1 && token.text === ",") items.push([]);
    else if (depth >= 1) (items.at(-1) ?? items[items.push([]) - 1])?.push(token);
    if (token.text === "[" || token.text === "(") depth += 1;
  }
  return items;
}
function argument(item, name) {
  const index = item.findIndex((token, at) => token.text === name && item[at + 1]?.text === ":");
  const value = index === -1 ? void 0 : item[index + 2];
  return value?.kind === "string" ? stringValue(value) : null;
}

// src/source/prisma/reflow.ts
function reflow(block) {
  const { body } = block;
  if (body.length === 0 || body.some(({ kind }) => kind === "newline")) return [];
  return [...entryStarts(block), block.end - 1].map((offset) => ({ start: offset, end: offset, text: "\n" }));
}
function entryStarts({ keyword, body }) {
  const starts = [];
  let depth = 0;
  let before;
  let beforeBeganField = false;
  for (const [index, token] of body.entries()) {
    const begins = depth === 0 && startsEntry(keyword, { before, token, after: body[index + 1] }, beforeBeganField);
    if (begins) starts.push(token.start);
    if (token.text === "(" || token.text === "[") depth += 1;
    if (token.text === ")" || token.text === "]") depth -= 1;
    beforeBeganField = begins && token.kind === "word" && keyword !== "enum";
    before = token;
  }
  return starts;
}
function startsEntry(keyword, { before, token, after }, beforeBeganField) {
  if (token.text === "@@") return true;
  if (token.kind !== "word") return false;
  if (keyword === "datasource" || keyword === "generator") return after?.text === "=";
  if (before?.text === "@" || before?.text === "@@" || before?.text === ".") return false;
  return !beforeBeganField;
}

// src/source/prisma/schema-text.ts
var connectionSettings = /* @__PURE__ */ new Set(["url", "directUrl", "shadowDatabaseUrl", "url_migrate"]);
var schemaFeatures = /* @__PURE__ */ new Set(["partialIndexes", "postgresqlExtensions", "views"]);
function prepareSchema(files) {
  const parsed = files.map((file) => ({ ...file, blocks: readBlocks(file.text) }));
  const datasources = parsed.flatMap(
    ({ path, blocks: blocks2 }) => blocks2.filter(({ keyword }) => keyword === "datasource").map((block) => ({ path, block }))
  );
  const [datasource] = datasources;
  if (datasource === void 0) {
    throw new UserError(
      "invalid-source",
      `${namesOf2(files)} has no datasource block.`,
      "Pass --schema with the file or folder that holds the whole Prisma schema."
    );
  }
  if (datasources.length > 1) {
    const places = datasources.map(({ path, block }) => `"${block.name}" in ${path}`).join(", ");
    throw new UserError(
      "invalid-source",
      `The Prisma schema has several datasources: ${places}.`,
      "Pass --schema with the schema that is meant."
    );
  }
  const blocks = parsed.flatMap((file) => file.blocks);
  const settings = new Map(readAssignments(datasource.block).map((assignment) => [assignment.key, assignment]));
  const previewFeatures = featuresOf(blocks);
  return {
    datasourceFile: datasource.path,
    provider: providerOf(settings.get("provider"), datasource.path),
    schemas: [...stringsOf(settings.get("schemas")?.value ?? [])].sort(),
    extensions: extensionsOf(settings.get("extensions")?.value ?? []),
    previewFeatures,
    models: blocks.filter(({ keyword }) => keyword === "model").length,
    files: parsed.map(({ path, text: text2, blocks: own }) => ({
      path,
      text: prepareFile(text2, own) + (path === datasource.path ? featureBlock(previewFeatures) : "")
    }))
  };
}
function providerOf(setting, path) {
  const [provider] = stringsOf(setting?.value ?? []);
  if (provider !== void 0) return provider;
  throw new UserError(
    "invalid-source",
    `The datasource in ${path} names no provider.`,
    'Add a line such as: provider = "postgresql"'
  );
}
function featuresOf(blocks) {
  const features = blocks.filter(({ keyword }) => keyword === "generator").flatMap(
    (block) => readAssignments(block).filter(({ key }) => key === "previewFeatures").flatMap(({ value }) => stringsOf(value))
  );
  return [...new Set(features)].sort();
}
function prepareFile(text2, blocks) {
  const edits = blocks.flatMap((block) => {
    if (block.keyword === "generator") return [blanked(text2, block.start, block.end)];
    const settings = block.keyword === "datasource" ? datasourceEdits(text2, block) : [];
    return [...settings, ...reflow(block)];
  });
  return applyEdits(text2, edits);
}
function datasourceEdits(text2, block) {
  return readAssignments(block).flatMap(({ key, start, end }) => {
    if (connectionSettings.has(key)) return [blanked(text2, start, end)];
    return key === "referentialIntegrity" ? [{ start, end: start + key.length, text: "relationMode" }] : [];
  });
}
function blanked(text2, start, end) {
  return { start, end, text: text2.slice(start, end).replace(/[^\n]+/g, "") };
}
function applyEdits(text2, edits) {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  let result = "";
  let offset = 0;
  for (const edit of sorted) {
    if (edit.start < offset) continue;
    result += text2.slice(offset, edit.start) + edit.text;
    offset = edit.end;
  }
  return result + text2.slice(offset);
}
function featureBlock(previewFeatures) {
  const features = previewFeatures.filter((feature) => schemaFeatures.has(feature));
  if (features.length === 0) return "";
  return `
generator schemagate {
  provider = "schemagate"
  previewFeatures = ${JSON.stringify(features)}
}
`;
}
function namesOf2(files) {
  return files.length === 1 ? `${files[0]?.path}` : `The Prisma schema (${files.map(({ path }) => path).join(", ")})`;
}

// src/source/prisma/validate.ts
async function readDatamodel(files) {
  const { default: prisma2 } = await import("./chunk-L6RNV5B5.js");
  const parameters = JSON.stringify({ prismaSchema: files.map(({ path, text: text2 }) => [path, text2]), noColor: true });
  const panic = listenForPanic();
  try {
    prisma2.validate(parameters);
    if (!files.some(({ text: text2 }) => text2.includes("dbgenerated"))) return { unspecifiedDefaults: /* @__PURE__ */ new Set() };
    return { unspecifiedDefaults: new Set(unspecifiedDefaults(JSON.parse(prisma2.get_dmmf(parameters)))) };
  } catch (error) {
    throw new UserError(
      "invalid-source",
      `The Prisma schema is not valid.
${panic() ?? validationMessage(error)}`,
      "Mend it: `npx prisma validate` says the same.",
      { cause: error }
    );
  }
}
function validationMessage(error) {
  const text2 = error instanceof Error ? error.message : String(error);
  try {
    return String(JSON.parse(text2).message).trim();
  } catch {
    return text2;
  }
}
function unspecifiedDefaults({ datamodel }) {
  return datamodel.models.flatMap(
    (model) => model.fields.filter((field) => isUnspecified(field.default)).map(
      (field) => [model.schema, model.dbName ?? model.name, field.dbName ?? field.name].filter((part) => part != null).join(".")
    )
  );
}
function isUnspecified(value) {
  if (value === null || typeof value !== "object") return false;
  const { name, args } = value;
  return name === "dbgenerated" && (!Array.isArray(args) || args.length === 0 || args[0] === "");
}

// src/source/prisma/prisma.ts
var schemaLimit = 1024 * 1024;
var prisma = { kind: "prisma", open: openPrisma };
async function openPrisma(request) {
  const location = await locate(request);
  if (location === null) return null;
  const root = request.workingDirectory;
  const texts = await Promise.all(location.schemaFiles.map((path) => readText(root, path, schemaLimit)));
  if (texts.every(({ path }) => posix7.basename(path) === "contract.prisma")) throw prisma8Error(location.schemaPath);
  const schema = prepareSchema(texts);
  const engine = engineFor(schema.provider, schema.datasourceFile);
  const datamodel = await readDatamodel(schema.files);
  const migrations = await readMigrations(root, migrationsPlace(root, location, schema), schema.provider);
  return projectOf({ location, texts, schema, engine, datamodel, migrations });
}
function migrationsPlace(root, location, schema) {
  if (location.migrations !== null) return { folder: pathInside(root, location.migrations), named: true };
  return { folder: posix7.join(posix7.dirname(schema.datasourceFile), "migrations"), named: false };
}
function engineFor(provider, file) {
  switch (provider) {
    case "postgresql":
    case "postgres":
      return { provider: "postgresql", dialect: "postgres" };
    case "sqlite":
      return { provider: "sqlite", dialect: "sqlite" };
    case "mysql":
      throw new UserError(
        "invalid-source",
        `The provider "mysql" of ${file} is not supported yet in this version.`,
        "PostgreSQL and SQLite are. Pass --schema to name another schema."
      );
    default:
      throw new UserError(
        "invalid-source",
        `The provider "${provider}" of ${file} is not supported.`,
        "PostgreSQL and SQLite are. Pass --schema to name another schema."
      );
  }
}
function projectOf({ location, texts, schema, engine, datamodel, migrations }) {
  const { dialect } = engine;
  const files = [...texts.map(({ path, sha256: sha2562 }) => ({ path, sha256: sha2562 })), ...location.files, ...migrations.files];
  return {
    kind: "prisma",
    dialect,
    description: describe(location, schema, migrations),
    schemas: schema.schemas,
    extensions: schema.extensions.map(({ name }) => name).sort(),
    roles: [],
    files: files.sort((a, b) => a.path < b.path ? -1 : 1),
    migrations: migrations.migrations,
    migrationsFolder: migrations.folder,
    notes: [...location.notes, ...migrations.notes],
    desiredDdl: (defaultSchema) => schemaToDdl(schema.files, engine.provider, defaultSchema),
    historyTables: (defaultSchema) => [
      objectId("table", dialect === "postgres" ? defaultSchema ?? "public" : null, historyTable)
    ],
    readHistory: (session, defaultSchema) => readHistory(session, dialect, defaultSchema),
    bookkeeping: (defaultSchema) => bookkeeping(dialect, defaultSchema),
    diagnose: (history2, elsewhere2) => diagnose(migrations.migrations, history2, elsewhere2),
    pathOf: (migration) => migrations.folder === null ? null : `${migrations.folder}/${migration}/migration.sql`,
    mayBelong,
    mayLocate,
    locatesAnew,
    settings: ["package.json", ...configCandidates],
    language: prismaLanguage({
      dialect,
      schemas: schema.schemas,
      partialIndexes: schema.previewFeatures.includes("partialIndexes"),
      extensions: schema.extensions,
      externalTables: location.config?.externalTables ?? [],
      externalEnums: location.config?.externalEnums ?? [],
      unspecifiedDefaults: datamodel.unspecifiedDefaults
    }),
    nameMigration
  };
}
function describe(location, schema, { folder, migrations }) {
  const files = location.schemaFiles.length === 1 ? "" : `${location.schemaFiles.length} files, `;
  const models = schema.models === 1 ? "1 model" : `${schema.models} models`;
  const steps = migrations.length === 1 ? "1 migration" : `${migrations.length} migrations`;
  return `Prisma schema ${location.schemaPath} (${files}${models}), ${folder === null ? "no migrations folder" : `${steps} in ${folder}`}`;
}

// src/source/detect.ts
var pyprojectLimit = 1024 * 1024;
async function detectSource(request, wanted) {
  if (wanted === "alembic") throw alembicUnsupported("--source alembic");
  if (wanted === "prisma") return prisma.open(request);
  const alembic = await findAlembic(request.workingDirectory);
  if (alembic === null) return prisma.open(request);
  const project = await prisma.open(request);
  if (project === null) throw alembicUnsupported(alembic);
  if (request.schema !== null) return project;
  throw new UserError(
    "invalid-source",
    `There are two sources of truth: Alembic (${alembic}) and ${project.description}.`,
    "Say which one counts: --source prisma, or --source alembic, which this version can't read yet."
  );
}
async function findAlembic(root) {
  if (await entryAt(root, "alembic.ini") === "file") return "alembic.ini";
  if (await entryAt(root, "pyproject.toml") !== "file") return null;
  return hasAlembicTable((await readText(root, "pyproject.toml", pyprojectLimit)).text) ? "pyproject.toml" : null;
}
function hasAlembicTable(text2) {
  try {
    const { tool } = parse(text2);
    return typeof tool === "object" && "alembic" in tool;
  } catch {
    return false;
  }
}
function alembicUnsupported(sign) {
  return new UserError(
    "invalid-source",
    `This is an Alembic project (${sign}): this version reads Prisma only.`,
    "Run it in the folder of a Prisma schema, or pass --schema."
  );
}

// src/inputs.ts
var import_dotenv = __toESM(require_dist(), 1);
import { stat } from "node:fs/promises";
import { resolve as resolve3 } from "node:path";

// src/config.ts
var defaultConfigPath = ".github/schemagate.yml";
async function readConfig2(root, path) {
  const file = path ?? defaultConfigPath;
  const content = await readRegularFile(root, file, 1e6);
  if (content === null) {
    if (path !== null) throw new UserError("invalid-input", `The configuration ${path} does not exist.`, "Check --config.");
    return { path: null, targets: {}, environments: {}, approvers: [], ignore: [] };
  }
  const { parseConfig } = await import("./chunk-IKEYJA36.js");
  return parseConfig(file, content.toString("utf8"));
}

// src/secret.ts
import { inspect } from "node:util";
var shown = "***";
var Secret = class {
  #value;
  constructor(value) {
    this.#value = value;
  }
  reveal() {
    return this.#value;
  }
  toString() {
    return shown;
  }
  toJSON() {
    return shown;
  }
  [inspect.custom]() {
    return shown;
  }
};

// src/inputs.ts
async function readInputs(raw, around, needs) {
  const root = resolve3(around.currentDirectory);
  const config = await readConfig2(root, raw.config ?? null);
  const mistakes = [];
  const target = chooseTarget(raw, config, mistakes);
  const environment2 = chooseEnvironment(raw, target?.environment ?? null, needs.environment, mistakes);
  const strategy = oneOf(raw.strategy ?? "migrate", ["migrate", "push", "sync"], "--strategy", mistakes) ?? "migrate";
  const source = raw.source === void 0 ? null : oneOf(raw.source, ["prisma", "alembic"], "--source", mistakes);
  const push = readPush(raw, strategy, around.today, mistakes);
  if (raw.shadowSchema !== void 0 && raw.devUrl === void 0)
    mistakes.push("--shadow-schema needs --dev-url: it names a schema of that scratch database.");
  if (raw.drop !== void 0 && raw.drop.length > 0 && strategy !== "push")
    mistakes.push("--drop belongs to --strategy push; migrate drops what its files say, sync never drops.");
  if (raw.task !== void 0 && !isSlug(raw.task))
    mistakes.push("--task may hold letters, digits, dots, dashes and underscores, and starts with a letter or digit.");
  const workingDirectory2 = await findFolder(root, raw.workingDirectory ?? target?.workingDirectory ?? ".", mistakes);
  const url = needs.url === "none" ? null : await findUrl(raw, around, workingDirectory2, mistakes);
  if (mistakes.length > 0) throw new UserError("invalid-input", mistakes.join("\n"), "`schemagate help` lists the flags.");
  return {
    environment: environment2,
    target: raw.target ?? null,
    root,
    workingDirectory: workingDirectory2,
    config,
    url: url?.url ?? null,
    urlFrom: url?.from ?? "a record",
    source,
    schema: raw.schema ?? target?.schema ?? null,
    migrations: raw.migrations ?? target?.migrations ?? null,
    strategy,
    push,
    drop: raw.drop ?? [],
    includeSchemas: list(raw.includeSchemas) ?? target?.schemas ?? null,
    excludeSchemas: list(raw.excludeSchemas) ?? [],
    devUrl: raw.devUrl === void 0 ? null : new Secret(raw.devUrl),
    shadowSchema: raw.shadowSchema ?? null,
    rehearsal: raw.rehearsal === false ? "off" : "on",
    task: raw.task ?? null
  };
}
function chooseTarget(raw, config, mistakes) {
  const names2 = Object.keys(config.targets);
  if (raw.target !== void 0) {
    const target = config.targets[raw.target];
    if (target === void 0)
      mistakes.push(
        `--target ${raw.target} is not in the configuration (it has ${names2.length === 0 ? "no targets" : names2.join(", ")}).`
      );
    return target ?? null;
  }
  if (names2.length > 1 && raw.workingDirectory === void 0)
    mistakes.push(`The configuration has ${names2.length} targets: choose one with --target (${names2.join(", ")}).`);
  return names2.length === 1 ? config.targets[names2[0] ?? ""] ?? null : null;
}
function chooseEnvironment(raw, configured, need, mistakes) {
  const environment2 = raw.environment ?? null;
  if (environment2 === null && need === "required") {
    mistakes.push(
      "--environment is missing: say which environment this database is (dev, staging, prod, or as GitHub's environment is called). It is never guessed."
    );
  }
  if (environment2 !== null && configured !== null && environment2 !== configured) {
    mistakes.push(`--environment ${environment2} contradicts the configuration, where this target belongs to ${configured}.`);
  }
  if (environment2 !== null && environment2.trim() === "") mistakes.push("--environment is empty.");
  return environment2;
}
function readPush(raw, strategy, today, mistakes) {
  if (strategy !== "push") {
    if (raw.pushReason !== void 0 || raw.pushUntil !== void 0)
      mistakes.push("--push-reason and --push-until belong to --strategy push.");
    return null;
  }
  const reason = raw.pushReason?.trim() ?? "";
  const until = raw.pushUntil?.trim() ?? "";
  if (reason === "")
    mistakes.push(
      "--strategy push needs --push-reason TEXT: why this database is changed without a migration. It is recorded in the plan."
    );
  if (until === "")
    mistakes.push(
      "--strategy push needs --push-until YYYY-MM-DD: the day on which the project is back to migrations. It is recorded, and later reports remind of it."
    );
  else if (!isDate(until)) mistakes.push(`--push-until ${until} is not a day of the calendar, written like 2027-01-31.`);
  else if (until < today) mistakes.push(`--push-until ${until} has passed.`);
  return { reason, until };
}
async function findFolder(root, path, mistakes) {
  const folder = inside(root, path);
  const stats = await stat(folder).catch(() => null);
  if (stats?.isDirectory() !== true) mistakes.push(`The working directory ${path} is not a folder of ${root}.`);
  return folder;
}
function isSlug(text2) {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(text2);
}
async function findUrl(raw, around, workingDirectory2, mistakes) {
  const found = (value, from) => {
    if (value.trim() !== "") return { url: new Secret(value.trim()), from };
    mistakes.push(`${from} is empty.`);
    return null;
  };
  if (raw.url !== void 0) return found(raw.url, "--url");
  const variable = around.environment["DATABASE_URL"];
  if (variable !== void 0) return found(variable, "DATABASE_URL");
  const file = await readRegularFile(workingDirectory2, ".env", 1e6);
  const fromFile = file === null ? void 0 : (0, import_dotenv.parse)(file)["DATABASE_URL"];
  if (fromFile !== void 0) return found(fromFile, ".env");
  mistakes.push("No database URL: pass --url, or set DATABASE_URL in the environment or in .env.");
  return null;
}
function oneOf(value, allowed, flag, mistakes) {
  const found = allowed.find((candidate) => candidate === value);
  if (found === void 0) mistakes.push(`${flag} ${value} is unknown; it can be ${allowed.join(", ")}.`);
  return found ?? null;
}
function list(value) {
  if (value === void 0) return null;
  return value.split(",").map((item) => item.trim()).filter((item) => item !== "");
}

// src/task-log.ts
import { appendFileSync } from "node:fs";
import { mkdir as mkdir2, readFile as readFile2, rename as rename2 } from "node:fs/promises";
import { dirname as dirname2, join as join4 } from "node:path";

// src/report/connection.ts
function renderConnection(checked, template) {
  const { facts } = checked;
  return fill(template, {
    environment: text(checked.inputs.environment ?? ""),
    verdict: verdict(checked),
    summary: summary(checked),
    proof: bullets(checked.connection.readOnlyProof.map(text)),
    permissions: permissions(facts.permissions),
    schemas: schemas(checked),
    extensions: extensions2(checked),
    notes: facts.notes.length === 0 ? md`` : md`## Worth knowing\n\n${bullets(facts.notes.map(text))}`,
    footer: footer(checked)
  });
}
function verdict({ connection, facts, instead }) {
  if (instead !== null) return notConnected(instead);
  const missing3 = facts.permissions.filter(({ ok }) => !ok).length;
  const where = md`${code(connection.display)} (${text(`${engineTitle(connection)} ${connection.serverVersion}`)})`;
  if (missing3 === 0) return md`✅ Connected to ${where}, read-only. The role may read everything that is needed.`;
  return md`⚠️ Connected to ${where}, read-only, but ${count(missing3, "permission is", "permissions are")} missing: the comparison is incomplete without.`;
}
function notConnected(instead) {
  switch (instead.kind) {
    case "record":
      return md`ℹ️ Not connected: this is the record of ${text(instead.at)}, and what it says of the connection was seen then.`;
    case "migrations":
      return md`ℹ️ Not connected: this is what the migrations of ${code(instead.of)} make.`;
  }
}
function summary(checked) {
  const { connection, facts, inputs, scope } = checked;
  const rows3 = [
    [md`Database`, md`${code(connection.database)}, identity ${code(connection.identity.slice(0, 12))}`],
    [md`URL from`, code(inputs.urlFrom)],
    [
      md`Server`,
      text(
        `${engineTitle(connection)} ${connection.serverVersion}, ${facts.encoding}${facts.collation === "" ? "" : `, ${facts.collation}`}`
      )
    ],
    [md`Encryption`, text(connection.encryption.description)],
    [md`Route`, text(connection.route.description)]
  ];
  if (connection.user !== null)
    rows3.push([md`Role`, md`${code(connection.user)}${facts.superuser ? md` (a superuser: a reading role is enough)` : md``}`]);
  if (scope.include.length > 0) rows3.push([md`Schemas compared`, join2(scope.include.map(code), ", ")]);
  return table([md`What`, md`Seen`], rows3);
}
function permissions(found) {
  if (found.length === 0) return md`Files have no permissions of their own: whoever can read the file can read all of it.\n`;
  const rows3 = found.map(({ what, ok, detail }) => [ok ? md`✅` : md`❌`, text(what), text(detail)]);
  const grants = found.flatMap(({ grant }) => grant === null ? [] : [grant]);
  const mend = grants.length === 0 ? md`` : md`\nTo mend it, run as the owner:\n\n${sqlBlock(grants)}`;
  return md`${table([md``, md`What`, md`Detail`], rows3)}${mend}`;
}
function sqlBlock(statements2) {
  return join2([
    md`\`\`\`sql\n`,
    ...statements2.map((statement) => `${statement};
`.replaceAll(";;", ";")),
    md`\`\`\`\n`
  ]);
}
function schemas({ facts, scope }) {
  if (facts.schemas.length === 0) return md`This engine has no schemas: the whole file is compared.\n`;
  const rows3 = facts.schemas.map((schema) => [
    code(schema.name),
    count(schema.tables, "table"),
    schema.inScope ? md`compared` : md`not compared`,
    schema.madeBy === null ? md`` : md`made by extension ${code(schema.madeBy)}`
  ]);
  const made = facts.schemas.filter((schema) => schema.madeBy !== null && schema.inScope);
  const advice = made.length === 0 ? md`` : md`\n${join2(
    made.map(({ name }) => code(name)),
    ", "
  )}: an extension made this schema. Leave it out of the scope: \`--exclude-schemas ${join2(
    made.map(({ name }) => text(name)),
    ","
  )}\`, or write the scope into the configuration (templates/schema-scope-config.md, docs/handling-extensions.md).\n`;
  const others = facts.schemas.some((schema) => !schema.inScope && schema.madeBy === null);
  const hint = others && scope.include.length > 0 ? md`\nOther schemas are compared with \`--include-schemas\`.\n` : md``;
  return md`${table([md`Schema`, md`Holds`, md`Scope`, md``], rows3)}${advice}${hint}`;
}
function extensions2({ facts }) {
  if (facts.extensions.length === 0) return md`None.\n`;
  const rows3 = facts.extensions.map((extension) => [
    code(extension.name),
    text(extension.version),
    code(extension.schema),
    md`${count(extension.objects, "object")}${extension.examples.length === 0 ? md`` : md`: ${join2(extension.examples.slice(0, 3).map(code), ", ")}`}`
  ]);
  return md`${table([md`Extension`, md`Version`, md`Schema`, md`Brings`], rows3)}\nWhat an extension owns is never compared and never part of a plan.\n`;
}

// src/report/count-drift.ts
function countDrift({ comparison }, pending2) {
  const { diagnosis, historyMissing, replay, report } = comparison;
  const of = (...causes) => report.drift.filter(({ cause }) => causes.includes(cause));
  const counted2 = [
    [
      diagnosis.problems.filter(({ kind }) => kind === "failed").length,
      "migration in a failed state",
      "migrations in a failed state"
    ],
    [of("unmanaged").length, "change made by hand", "changes made by hand"],
    [of("missing-migration").length, "change of the schema without a migration", "changes of the schema without a migration"],
    [of("edited-after-apply").length, "migration edited after it was applied", "migrations edited after they were applied"],
    [
      of("unknown-migration").length,
      "applied migration that this repository does not have",
      "applied migrations that this repository does not have"
    ],
    [
      of("undetermined").filter(({ change: change2 }) => change2 !== null).length,
      "difference of unknown cause",
      "differences of unknown cause"
    ],
    [pending2 === "with pending" ? of("pending").length : 0, "pending migration", "pending migrations"]
  ];
  return enumerate([
    ...historyMissing ? [md`no migration history`] : [],
    ...replay?.outcome === "undetermined" ? [md`a history that can't be replayed`] : [],
    ...counted2.flatMap(([number, one, many]) => number === 0 ? [] : [count(number, one, many)])
  ]);
}

// src/diff/diff.ts
function diff(from, to) {
  const fromById = byId2(from);
  const toById = byId2(to);
  const dropped = fold2(from.filter((object) => !toById.has(object.id)));
  const created = fold2(to.filter((object) => !fromById.has(object.id)));
  const { renames, drops, creates } = pairRenames(dropped, created);
  return [...renames, ...drops, ...creates, ...alterations(fromById, to)].sort(byChangedId);
}
function differingFields(from, to) {
  if (sameValue(from, to)) return [];
  const [a, b] = [from, to];
  const names2 = /* @__PURE__ */ new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names2].filter((name) => isCompared(to.kind, name) && !sameValue(a[name], b[name])).sort();
}
function byId2(objects) {
  return new Map(objects.map((object) => [object.id, object]));
}
function fold2(objects) {
  const present = byId2(objects);
  const parts = /* @__PURE__ */ new Map();
  const wholes = [];
  for (const object of objects) {
    const root = outermostOwner(object, present);
    if (root === null) wholes.push(object);
    else parts.set(root.id, [...parts.get(root.id) ?? [], object]);
  }
  return wholes.map((object) => ({ object, parts: parts.get(object.id) ?? [] }));
}
function outermostOwner(object, present) {
  let root = null;
  const seen = /* @__PURE__ */ new Set();
  for (let owner = presentOwner(object, present); owner !== null && !seen.has(owner.id); owner = presentOwner(owner, present)) {
    seen.add(owner.id);
    root = owner;
  }
  return root;
}
function presentOwner(object, present) {
  const owner = ownerOf(object);
  if (owner === null) return null;
  const direct = present.get(owner);
  if (direct !== void 0 || !("table" in object)) return direct ?? null;
  return present.get(objectId("view", object.schema, object.table)) ?? present.get(objectId("materialized view", object.schema, object.table)) ?? null;
}
var renameable = /* @__PURE__ */ new Set(["index", "primary key", "foreign key", "check", "exclusion"]);
function pairRenames(dropped, created) {
  const waiting2 = /* @__PURE__ */ new Map();
  for (const whole of created) {
    const key = structure(whole.object);
    if (key !== null) waiting2.set(key, [...waiting2.get(key) ?? [], whole]);
  }
  const renames = [];
  const renamed = /* @__PURE__ */ new Set();
  for (const whole of dropped) {
    const key = structure(whole.object);
    const partner = key === null ? void 0 : waiting2.get(key)?.shift();
    if (partner === void 0) continue;
    renames.push({ kind: "rename", from: whole.object, to: partner.object });
    renamed.add(whole.object).add(partner.object);
  }
  const remaining = (wholes) => wholes.filter(({ object }) => !renamed.has(object));
  return {
    renames,
    drops: remaining(dropped).map((whole) => ({ kind: "drop", ...whole })),
    creates: remaining(created).map((whole) => ({ kind: "create", ...whole }))
  };
}
function structure(object) {
  if (!renameable.has(object.kind)) return null;
  return canonicalJson({ ...comparable(object), id: null, name: null });
}
function alterations(fromById, to) {
  return to.flatMap((object) => {
    const before = fromById.get(object.id);
    if (before === void 0) return [];
    const fields = differingFields(before, object);
    return fields.length === 0 ? [] : [{ kind: "alter", from: before, to: object, fields }];
  });
}
function byChangedId(a, b) {
  const [left, right] = [changedId(a), changedId(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

// src/diff/ignore.ts
function ignoreChanges(changes, rules2, today) {
  const active = rules2.filter((rule) => rule.until === null || rule.until >= today);
  const kept2 = [];
  const ignored = [];
  for (const change2 of changes) {
    const names2 = namesOf3(change2);
    const rule = active.find((candidate) => names2.some((name) => matches(candidate.object, name)));
    if (rule === void 0) kept2.push(change2);
    else ignored.push({ object: changedId(change2), rule });
  }
  return { changes: kept2, ignored };
}
function endedRule(change2, rules2, today) {
  const names2 = namesOf3(change2);
  const ended2 = rules2.flatMap((rule) => rule.until !== null && rule.until < today ? [{ ...rule, until: rule.until }] : []);
  return ended2.find((rule) => names2.some((name) => matches(rule.object, name))) ?? null;
}
function isIgnored(object, rules2, today) {
  const names2 = objectNames(object);
  return rules2.some((rule) => (rule.until === null || rule.until >= today) && names2.some((name) => matches(rule.object, name)));
}
function isIgnoredName(name, rules2, today) {
  return rules2.some((rule) => (rule.until === null || rule.until >= today) && matches(rule.object, name));
}
function namesOf3(change2) {
  const object = change2.kind === "create" || change2.kind === "drop" ? change2.object : change2.from;
  return objectNames(object);
}
function objectNames(object) {
  if ("table" in object) return [object.id, objectId("table", object.schema, object.table)];
  if (object.kind === "rights" || object.kind === "comment") return [object.id, object.of];
  return [object.id];
}
function matches(pattern, name) {
  const pieces = pattern.split("*");
  const [first = "", ...rest] = pieces;
  if (rest.length === 0) return pattern === name;
  if (!name.startsWith(first)) return false;
  let position = first.length;
  const last = rest.pop() ?? "";
  for (const piece of rest) {
    const found = name.indexOf(piece, position);
    if (found === -1) return false;
    position = found + piece.length;
  }
  return name.length - last.length >= position && name.endsWith(last);
}

// src/diff/neutralize.ts
var neutralRules = {
  "history-table": "The migration tool's own table is not part of the schema.",
  "owner-of-another-server": "Owners are compared within one server only: a stand-in has other roles.",
  "rights-not-managed": "No migration grants anything, so grants on the database are its administrators' business.",
  "partition-of-managed-parent": "Partitions of a table that the migrations made are made and dropped by operational tools.",
  "extension-version": "Versions of extensions are the server's business."
};
function neutralize(from, to, historyTables) {
  const rules2 = [];
  const kept2 = [];
  const ownTables = new Set(historyTables);
  const partitions = operationalPartitions(from.objects, to.objects);
  const managesRights = from.objects.some((object) => object.kind === "rights" && object.grants.length > 0);
  for (const id of partitions) rules2.push({ rule: "partition-of-managed-parent", object: id });
  const left = withoutBelongings(from.objects, /* @__PURE__ */ new Set([...ownTables, ...partitions]));
  const right = withoutBelongings(to.objects, /* @__PURE__ */ new Set([...ownTables, ...partitions]));
  const granted = right.filter((object) => object.kind === "rights" && object.grants.length > 0);
  if (!managesRights) {
    for (const { of } of granted)
      kept2.push({ object: of, reason: "grants: no migration grants anything, so they are left alone" });
  }
  const compared2 = (object) => object.kind === "rights" ? managesRights ? ownerless(object) : [] : [object];
  return { from: left.flatMap(compared2), to: right.flatMap(compared2), kept: kept2, rules: rules2 };
}
function ownerless(rights) {
  return rights.grants.length === 0 ? [] : [{ ...rights, owner: "" }];
}
function operationalPartitions(from, to) {
  const managed = new Set(from.filter((object) => object.kind === "table").map((object) => object.id));
  const children = to.filter((object) => object.kind === "table" && object.partitionOf !== null);
  return new Set(
    children.filter((table2) => !managed.has(table2.id) && table2.partitionOf !== null && managed.has(table2.partitionOf.table)).map((table2) => table2.id)
  );
}
function withoutBelongings(objects, tables) {
  if (tables.size === 0) return objects;
  const gone = new Set(tables);
  const remaining = (object) => {
    const owner = "table" in object ? objectId("table", object.schema, object.table) : ownerOf(object);
    return !gone.has(object.id) && (owner === null || !gone.has(owner));
  };
  let result = objects;
  for (let size2 = -1; size2 !== result.length; ) {
    size2 = result.length;
    for (const object of result) if (!remaining(object)) gone.add(object.id);
    result = result.filter(remaining);
  }
  return result;
}

// src/diff/drift.ts
function findDrift(sides, context) {
  const { live, history: history2 } = sides;
  const known = [...pendingDrift(context), ...problemDrift(context)];
  if (history2.outcome === "undetermined") return undeterminedDrift(sides, context, history2.reason, known);
  if (history2.outcome === "unknown") return driftWithoutHistory(history2.all, sides.code, context);
  const neutral = neutralize(history2.applied, live, context.historyTables);
  const unmanaged2 = ignoreChanges(diff(neutral.from, neutral.to), context.ignore, context.today);
  const missing3 = missingMigrations(history2.all, sides.code, context);
  return {
    drift: [...known, ...unmanaged2.changes.map((change2) => objectDrift("unmanaged", null, change2, null)), ...missing3.drift],
    kept: [...neutral.kept, ...missing3.kept],
    rules: [...neutral.rules, ...missing3.rules],
    ignored: [...unmanaged2.ignored, ...missing3.ignored]
  };
}
function compareWithCode(live, code2, context) {
  const reduced = context.language.reduce(withoutTables(live, context.historyTables), code2);
  const { changes, ignored } = ignoreChanges(diff(reduced.from, reduced.to), context.ignore, context.today);
  return { changes, ignored, kept: reduced.kept, rules: reduced.rules, compared: reduced.to };
}
function withoutTables(snapshot, tables) {
  return { ...snapshot, objects: neutralize(snapshot, snapshot, tables).to };
}
function pendingDrift({ diagnosis, originOf }) {
  return diagnosis.pending.map((migration) => ({
    cause: "pending",
    from: originOf(migration.id),
    object: migrationName(migration),
    summary: diagnosis.outOfOrder.includes(migration.id) ? "not applied yet, and older than a migration that is" : "not applied yet",
    change: null,
    hint: null
  }));
}
function migrationName(migration) {
  return `migration ${migration.id}`;
}
function problemDrift({ diagnosis }) {
  const causes = {
    edited: "edited-after-apply",
    "edited-line-endings": null,
    unknown: "unknown-migration",
    failed: "undetermined",
    "rolled-back": null
  };
  return diagnosis.problems.flatMap((problem) => {
    const cause = causes[problem.kind];
    if (cause === null) return [];
    return [
      { cause, from: null, object: `migration ${problem.migration}`, summary: problem.message, change: null, hint: problem.hint }
    ];
  });
}
function objectDrift(cause, from, change2, hint) {
  return { cause, from, object: changedId(change2), summary: describeChange(change2), change: change2, hint };
}
function missingMigrations(all, code2, context) {
  if (all === null) return { drift: [], kept: [], rules: [], ignored: [] };
  const reduced = context.language.reduce(all, code2);
  const { changes, ignored } = ignoreChanges(diff(reduced.from, reduced.to), context.ignore, context.today);
  const inNoModel = changes.filter(isDroppedTable);
  return {
    drift: changes.filter((change2) => !isDroppedTable(change2)).map((change2) => objectDrift("missing-migration", context.schemaOrigin, change2, null)),
    kept: [...reduced.kept, ...inNoModel.map((change2) => ({ object: changedId(change2), reason: tableInNoModel }))],
    rules: reduced.rules,
    ignored
  };
}
var tableInNoModel = "a migration made it, and the schema in the code does not name it; if it is to go, a migration has to drop it";
function isDroppedTable(change2) {
  return change2.kind === "drop" && change2.object.kind === "table";
}
function driftWithoutHistory(all, code2, context) {
  const missing3 = missingMigrations(all, code2, context);
  const unknown = {
    cause: "undetermined",
    from: null,
    object: historyName,
    summary: "The database has tables, but no record of the migrations that it has.",
    change: null,
    hint: "What is pending, and what was made by hand, can be told after a baseline."
  };
  return { drift: [unknown, ...missing3.drift], kept: missing3.kept, rules: missing3.rules, ignored: missing3.ignored };
}
var historyName = "migration history";
function undeterminedDrift(sides, context, reason, known) {
  const { changes, ignored, kept: kept2, rules: rules2 } = compareWithCode(sides.live, sides.code, context);
  const pendingExplainsMost = context.diagnosis.pending.length > 0;
  const hint = "Until the migrations can be replayed, it can't be told what was made by hand.";
  return {
    drift: [
      ...known,
      { cause: "undetermined", from: null, object: historyName, summary: reason, change: null, hint },
      ...pendingExplainsMost ? [] : changes.map((change2) => objectDrift("undetermined", null, change2, null))
    ],
    kept: kept2,
    rules: rules2,
    ignored
  };
}

// src/report/drift-sections.ts
function unmanaged(entries, preflight2, title2) {
  if (entries.length === 0) return md``;
  const { ways, waysOfAll, comparison } = preflight2;
  const changes = entries.flatMap(({ change: change2 }) => change2 === null ? [] : [change2]);
  const arrow = changes.some(({ kind }) => kind === "alter") ? md` An arrow leads from what the migrations make to what the database has.` : md``;
  const items = entries.map(
    (entry) => md`${title2(3, code(entry.object))}\n\n${code(withoutName(entry))}${ignoredUntil(entry, preflight2)}\n\n${waysOf2(entry, ways.get(entry), waysOfAll)}`
  );
  const all = waysOfAll === null ? [] : [md`${title2(3, md`All of these`)}\n\n${adoptOrUndo(waysOfAll, md`all of it`, changes)}`];
  return join2(
    [
      md`${title2(2, md`Made by hand`)}\n\nHere the database differs from what its applied migrations make. It is somebody's work until proven otherwise: nothing is undone on its own.${arrow}\n`,
      md`To adopt a change, put its text into a new migration, let the schema say the same, and mark that migration as applied here: \`npx prisma migrate resolve --applied NAME\`.\n`,
      ...otherExplanations(comparison.diagnosis.problems),
      ...items,
      ...all
    ],
    "\n"
  );
}
function ignoredUntil({ change: change2 }, { inputs, at }) {
  const ended2 = change2 === null ? null : endedRule(change2, inputs.config.ignore, at.toISOString().slice(0, 10));
  return ended2 === null ? md`` : md`, ignored by the configuration until ${text(ended2.until)}: ${text(ended2.reason)}`;
}
function otherExplanations(problems) {
  const edited = problems.some(({ kind }) => kind === "edited");
  const unknown = problems.some(({ kind }) => kind === "unknown");
  return [
    ...edited ? [md`An applied migration was edited (below): what differs since then shows up here too.\n`] : [],
    ...unknown ? [md`The database has a migration that this repository does not have (below): what it did shows up here too.\n`] : []
  ];
}
function withoutName({ object, summary: summary4 }) {
  return summary4.startsWith(`${object}: `) ? summary4.slice(object.length + 2) : summary4;
}
function waysOf2({ change: change2 }, ways, ofAll) {
  if (ways === void 0 || change2 === null) return md``;
  const ignore = fold(md`Ignore it: a line under ignore: of .github/schemagate.yml`, fence(ways.ignore, "yaml"));
  return join2([adoptOrUndo(ways, md`it`, [change2], ofAll), ignore]);
}
function adoptOrUndo(ways, what, changes, together3 = null) {
  const loses = (kind) => changes.some((change2) => change2.kind === kind && holdsData.has(change2.object.kind)) ? md`, deletes data` : md``;
  return join2([
    fold(md`Adopt ${what}: text for a migration${loses("drop")}`, scriptOf(ways.adopt, together3?.adopt)),
    fold(md`Undo ${what}: SQL${loses("create")}`, scriptOf(ways.undo, together3?.undo))
  ]);
}
var holdsData = /* @__PURE__ */ new Set(["table", "column"]);
function scriptOf(way, together3) {
  if ("sql" in way) return fence(way.sql, "sql");
  const hint = together3 !== void 0 && "sql" in together3 ? md` The script for all of these, below, does it.` : md``;
  return md`No SQL is offered for this alone. ${prose(way.refused)}${hint}\n`;
}
function missing2(entries, { missing: migration }, title2) {
  if (entries.length === 0) return md``;
  const list2 = bullets(entries.map((entry) => md`${code(entry.summary)}${whose2(entry)}`));
  const offered = migration === null ? md`` : md`\nThe migration that is missing, ${code(`${migration.name}/migration.sql`)}:\n\n${fence(migration.sql, "sql")}${migration.refused.length === 0 ? md`` : md`\nNot in it, since there is no safe statement: ${join2(migration.refused.map(prose), "; ")}\n`}`;
  return md`${title2(2, md`In the schema, without a migration`)}\n\nWhat the migrations make differs from what the schema says. A migration would have to bring:\n\n${list2}${offered}`;
}
function historyProblems({ comparison }, title2) {
  const { problems } = comparison.diagnosis;
  if (problems.length === 0) return md``;
  return md`${title2(2, md`History`)}\n\n${bullets(problems.map(({ message, hint }) => md`${prose(message)} ${prose(hint)}`))}`;
}
function pending(entries, title2) {
  if (entries.length === 0) return md``;
  const known = entries.some(({ from }) => from !== null);
  const header = [md`Migration`, md`State`, ...known ? [md`From`] : []];
  const rows3 = entries.map((entry) => [
    code(entry.object.replace(/^migration /, "")),
    text(entry.summary),
    ...known ? [whoseWords(entry.from)] : []
  ]);
  return md`${title2(2, md`Pending`)}\n\n${table(header, rows3)}`;
}
function whose2({ from }) {
  return from === null ? md`` : md` (${whoseWords(from)})`;
}
function whoseWords(from) {
  if (from === null) return md`not known`;
  return from === "this-pull-request" ? md`this branch` : md`the default branch`;
}
function undetermined(entries, title2) {
  const history2 = entries.filter(({ change: change2, object }) => change2 === null && object === historyName);
  const changes = entries.filter(({ change: change2 }) => change2 !== null);
  if (history2.length + changes.length === 0) return md``;
  const reasons = history2.map(({ summary: summary4, hint }) => md`${prose(summary4)}${hint === null ? md`` : md` ${prose(hint)}`}\n`);
  const list2 = changes.length === 0 ? [] : [
    md`What would bring the database to the schema in the code, whoever made the difference:\n`,
    bullets(changes.map(({ summary: summary4 }) => code(summary4)))
  ];
  return md`${title2(2, md`Could not be determined`)}\n\n${join2([...reasons, ...list2], "\n")}`;
}
function kept(preflight2, title2) {
  const { kept: objects, rules: rules2, ignored } = preflight2.comparison.report;
  const parts = [];
  if (objects.length > 0) {
    const reasons = /* @__PURE__ */ new Map();
    for (const { object, reason } of objects) reasons.set(reason, [...reasons.get(reason) ?? [], object]);
    const items = [...reasons].map(([reason, names2]) => md`${text(reason)}: ${join2([...new Set(names2)].map(code), ", ")}`);
    parts.push(
      fold(
        md`${count(objects.length, "object or attribute", "objects or attributes")} kept and never part of a plan`,
        bullets(items)
      )
    );
  }
  if (rules2.length > 0) {
    const texts = { ...neutralRules, ...preflight2.project.language.rules };
    const names2 = /* @__PURE__ */ new Map();
    for (const { rule, object } of rules2) names2.set(rule, [...names2.get(rule) ?? [], object]);
    const items = [...names2].map(
      ([rule, found]) => md`${code(rule)}: ${text(texts[rule] ?? "")} ${join2([...new Set(found)].map(code), ", ")}`
    );
    parts.push(
      fold(
        md`${count(rules2.length, "difference")} that ${rules2.length === 1 ? md`is` : md`are`} no drift, by rule`,
        bullets(items)
      )
    );
  }
  if (ignored.length > 0) {
    const items = ignored.map(
      ({ object, rule }) => md`${code(object)}: ${text(rule.reason)}${rule.until === null ? md`` : md` (until ${text(rule.until)})`}`
    );
    parts.push(fold(md`${count(ignored.length, "difference")} ignored by the configuration`, bullets(items)));
  }
  return parts.length === 0 ? md`` : md`${title2(2, md`Left alone`)}\n\n${join2(parts, "\n")}`;
}
function compared(preflight2) {
  const { live } = preflight2;
  const items = [];
  items.push(howCompared(preflight2));
  for (const { kind, names: names2, reason } of live.notCompared) {
    items.push(
      md`Not compared: ${text(kind)} (${text(reason)}): ${join2(names2.slice(0, 10).map(code), ", ")}${names2.length > 10 ? md` and ${names2.length - 10} more` : md``}`
    );
  }
  for (const { what, grant } of live.invisible)
    items.push(md`Not visible to this role: ${text(what)}. It would take ${code(grant)}.`);
  return bullets([...items, ...preflight2.project.notes.map(text)]);
}
function howCompared({ comparison, connection, inputs }) {
  const { diagnosis, historyMissing, replay } = comparison;
  if (inputs.strategy !== "migrate")
    return md`The schema of the code was built on a stand-in and compared with the live database.`;
  if (historyMissing)
    return md`The schema of the code was compared with what all migrations make; the live database with neither, since it is not known what it has.`;
  if (replay?.outcome !== "replayed")
    return md`The migrations could not be replayed; only the code was compared with the live database.`;
  const live = text(`${engineTitle(connection)} ${connection.serverVersion}`);
  const code2 = md`the schema of the code was built on the same kind of stand-in`;
  const { length } = diagnosis.applied;
  if (length === 0)
    return md`No migration is applied yet: an empty ${text(replay.engine)} was compared with the live ${live}; ${code2}.`;
  const applied2 = length === 1 ? md`The applied migration was` : md`The ${length} applied migrations were`;
  return md`${applied2} replayed on ${text(replay.engine)} and compared with the live ${live}; ${code2}.`;
}

// src/report/drift.ts
function renderDrift(preflight2, template) {
  const { drift } = preflight2.comparison.report;
  const of = (cause) => drift.filter((entry) => entry.cause === cause);
  return fill(template, {
    environment: text(preflight2.inputs.environment ?? ""),
    verdict: driftVerdict(preflight2),
    summary: summary2(preflight2),
    unmanaged: unmanaged(of("unmanaged"), preflight2, title),
    missing: missing2(of("missing-migration"), preflight2, title),
    history: historyProblems(preflight2, title),
    pending: pending(of("pending"), title),
    undetermined: undetermined(of("undetermined"), title),
    kept: kept(preflight2, title),
    compared: compared(preflight2),
    footer: footer(preflight2)
  });
}
var title = (level, words2) => md`${"#".repeat(level)} ${words2}`;
function driftVerdict(preflight2) {
  const { report, changes } = preflight2.comparison;
  if (preflight2.inputs.strategy !== "migrate") {
    return changes.length === 0 ? md`✅ The database holds everything that the code says.` : md`ℹ️ ${count(changes.length, "difference")} between the code and the database; the plan says which of them it resolves.`;
  }
  if (report.drift.length === 0)
    return md`✅ No drift: the database is what its migrations say, and the migrations are what the schema says.`;
  const icon = report.drift.every(({ cause }) => cause === "pending") ? md`ℹ️` : md`⚠️`;
  return md`${icon} ${sentence(countDrift(preflight2, "with pending"))}`;
}
function summary2(preflight2) {
  const { connection, live, project } = preflight2;
  return md`${code(connection.display)} (${text(`${engineTitle(connection)} ${connection.serverVersion}`)}), ${count(live.objects.length, "object")} read. ${text(project.description)}.\n`;
}

// src/report/by-outcome.ts
function byOutcome({ statements: statements2 }) {
  const those = (wanted) => statements2.filter(({ outcome }) => outcome === wanted);
  return {
    committed: those("done"),
    before: those("applied-before"),
    rolledBack: those("rolled-back"),
    failed: those("failed"),
    unknown: those("unknown"),
    notRun: those("not-run")
  };
}
function progress(execution) {
  const { committed, before } = byOutcome(execution);
  const done = committed.length + before.length;
  const earlier = before.length === 0 ? "" : ` (${before.length} of them before this run)`;
  return `${done} of ${execution.statements.length} statements ${done === 1 ? "is" : "are"} committed${earlier}`;
}
function stoppingPoint(stop) {
  const { failure, file, kind, statement } = stop;
  const code2 = failure?.code ?? null;
  const at = failure?.constraint ?? columnOf(failure) ?? failure?.table ?? null;
  const failed = kind === "commit" || kind === "statement" && failure?.kind === "other";
  return {
    what: whatHappened(stop),
    code: failed ? code2 : null,
    names: [statement === null ? file?.migration ?? null : null, failed ? null : code2, at].filter((name) => name !== null)
  };
}
function whatHappened({ kind, statement, failure }) {
  const subject = statement === null ? "the run" : `statement ${statement}`;
  switch (kind) {
    case "statement":
      return `${subject} ${failingWords[failure?.kind ?? "other"]}`;
    case "commit":
      return "the commit failed";
    case "history":
      return "the history could not be written";
    case "signal":
      return statement === null ? "the run was stopped between two statements" : `the run was stopped at statement ${statement}`;
    case "log":
      return "the log could not be written";
    case "lost":
      return statement === null ? "the connection was lost" : `the connection was lost at statement ${statement}`;
  }
}
var failingWords = {
  "lock-timeout": "gave up waiting for a lock",
  timeout: "was given up after its time limit",
  interrupted: "was interrupted",
  "connection-lost": "lost its connection",
  permission: "was refused for lack of permission",
  other: "failed"
};
function columnOf(failure) {
  if (failure === null || failure.column === null) return null;
  return failure.table === null ? failure.column : `${failure.table}.${failure.column}`;
}

// src/report/figures.ts
function ranges(numbers) {
  const runs = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run !== void 0 && number === run.last + 1) runs[runs.length - 1] = { first: run.first, last: number };
    else runs.push({ first: number, last: number });
  }
  return runs.map(({ first, last }) => first === last ? `${first}` : last === first + 1 ? `${first}, ${last}` : `${first}\u2013${last}`).join(", ");
}
function durationWords(milliseconds) {
  const ms = Math.max(0, Math.round(milliseconds));
  if (ms < 1e3) return `${ms} ms`;
  if (ms < 59950) return `${(ms / 1e3).toFixed(1)} s`;
  const seconds = Math.round(ms / 1e3);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
function ageWords(milliseconds) {
  return durationWords(Math.ceil(milliseconds / 6e4) * 6e4).replace(/ 0 (?:s|min)$/, "");
}
function runtimeOf({ statements: statements2 }) {
  const ran = statements2.flatMap(
    ({ startedAt, durationMs }) => startedAt === null || durationMs === null ? [] : [{ from: Date.parse(startedAt), to: Date.parse(startedAt) + durationMs }]
  );
  const took = Math.max(...ran.map(({ to }) => to)) - Math.min(...ran.map(({ from }) => from));
  return Number.isFinite(took) ? durationWords(took) : "no time";
}
function rowCount(rows3, exact) {
  if (rows3 === null) return md`not counted`;
  return md`${exact ? md`` : md`≈ `}${rows3.toLocaleString("en-US")}`;
}

// src/report/executed-statements.ts
var unfolded = 60;
function statementTables(statements2, plan) {
  const files = [...Map.groupBy(statements2, ({ origin }) => origin)];
  if (statements2.length <= unfolded) {
    const parts = files.map(([origin, own]) => md`### ${code(origin)}\n\n${batches(own, plan)}`);
    return join2([md`## Statements\n`, ...parts], "\n");
  }
  const folds = files.map(([origin, own]) => fold(md`${codeInHtml(origin)}: ${summary3(own)}`, batches(own, plan)));
  return join2([md`## Statements\n`, ...notCommitted(statements2), ...folds], "\n");
}
function notCommitted(statements2) {
  const worst = statements2.filter(({ outcome }) => outcome === "failed" || outcome === "unknown");
  const rolledBack2 = statements2.filter(({ outcome }) => outcome === "rolled-back");
  const many = worst.length + rolledBack2.length > unfolded;
  const rows3 = many ? worst : [...worst, ...rolledBack2].toSorted((a, b) => a.number - b.number);
  return [
    ...rows3.length === 0 ? [] : [executedTable(rows3)],
    ...many && rolledBack2.length > 0 ? [md`Rolled back: ${text(ranges(rolledBack2.map(({ number }) => number)))}.\n`] : []
  ];
}
function summary3(own) {
  const outcomes = [...Map.groupBy(own, ({ outcome }) => outcome)];
  if (outcomes.length === 1) return md`${count(own.length, "statement")}, ${words[own[0]?.outcome ?? "not-run"]}`;
  return join2(
    outcomes.map(([outcome, those]) => md`${those.length} ${words[outcome]}`),
    ", "
  );
}
function batches(own, plan) {
  const steps = [...Map.groupBy(own, ({ batch }) => batch)];
  return join2(
    steps.map(([batch, records], index) => {
      const step2 = steps.length === 1 ? md`` : md`Step ${index + 1} of ${steps.length}. `;
      const how = together(records, plan?.batches[batch] ?? null);
      const line2 = step2 === "" && how === "" ? md`` : md`${`${step2}${how}`.trim()}\n\n`;
      return md`${line2}${executedTable(records)}`;
    }),
    "\n"
  );
}
function together(records, batch) {
  const is = (outcome) => records.some((record) => record.outcome === outcome);
  if (is("applied-before")) return md`Applied before this run.`;
  if (batch === null) return md``;
  if (!batch.transactional) return eachForItself(records);
  const keys = batch.foreignKeys === "suspended" ? md` Foreign keys are checked once, before the commit.` : md``;
  if (is("unknown")) return md`One transaction; whether it was committed is not known.${keys}`;
  if (is("rolled-back") || is("failed")) return md`One transaction: nothing of it is in the database.${keys}`;
  if (is("not-run")) return md`One transaction, not begun.`;
  return md`One transaction: committed together.${keys}`;
}
function eachForItself(records) {
  const own = records.some(
    ({ sql: sql3 }) => /^(?:BEGIN|START\s+TRANSACTION|COMMIT|END|SAVEPOINT|ROLLBACK)\b/i.test(shortSql(sql3, 40))
  );
  if (own) return md`Not one transaction: each statement commits for itself, except between the file's own BEGIN and COMMIT.`;
  return records.length === 1 ? md`Without a transaction: it commits for itself.` : md`Not one transaction: each statement commits for itself.`;
}
function executedTable(records) {
  const noticed = records.some(({ notices: notices2 }) => notices2.length > 0);
  const header = [md`#`, md`Statement`, md`Outcome`, md`Started (UTC)`, md`Took`, md`Rows`, ...noticed ? [md`Notices`] : []];
  return table(
    header,
    records.map((record) => [
      md`${record.number}`,
      code(shortSql(record.sql, 100)),
      words[record.outcome],
      record.startedAt === null ? md`` : timeOfDay(record.startedAt),
      record.durationMs === null ? md`` : text(durationWords(record.durationMs)),
      record.rows === null ? md`` : record.rows.toLocaleString("en-US"),
      ...noticed ? [notices(record.notices)] : []
    ])
  );
}
var words = {
  done: md`committed`,
  "rolled-back": md`rolled back`,
  failed: md`**failed**`,
  unknown: md`**not known**`,
  "not-run": md`not run`,
  "applied-before": md`applied before`
};
function timeOfDay(at) {
  const time = /^\d{4}-\d\d-\d\dT(\d\d:\d\d:\d\d)/.exec(at)?.[1];
  return time === void 0 ? text(at) : time;
}
function notices(all) {
  const shown3 = all.slice(0, 3).map((notice) => text(notice.length > 200 ? `${notice.slice(0, 197)}...` : notice));
  return join2([...shown3, ...all.length > 3 ? [md`and ${all.length - 3} more`] : []], "; ");
}

// src/report/execution-words.ts
function firstReasons(blocked) {
  const names2 = [...new Set(blocked.map(({ reason }) => reason))];
  if (names2.length === 0) return md``;
  return md`: ${join2(names2.slice(0, 3).map(code), ", ")}${names2.length > 3 ? md`, …` : md``}`;
}
function ending(execution) {
  return execution.stop === null ? md`` : md`; ${stoppedAt(execution.stop)}${unknownWords(execution)}`;
}
function stoppedAt(stop) {
  const { what, code: state, names: names2 } = stoppingPoint(stop);
  const how = state === null ? md`` : md` with ${code(state)}`;
  return md`${text(what)}${how}${names2.length === 0 ? md`` : md` (${join2(names2.map(code), ", ")})`}`;
}
function unknownWords(execution) {
  const { unknown } = byOutcome(execution);
  if (unknown.length === 0 && execution.stop?.file?.left !== "unknown") return md``;
  return md`, and it is not known what of it took effect`;
}
function whatIsLeft(execution) {
  const uncertain = unknownWords(execution);
  if (uncertain !== "") return md`it is not known what of it took effect`;
  const { before } = byOutcome(execution);
  return before.length === 0 && execution.alreadyApplied.length === 0 ? md`nothing of the plan is in the database` : md`nothing of this run is in the database, only what was applied before it`;
}
function inWhoseName({ permission: { kind, named }, digest }) {
  if (kind === "standing") return md`the command ${code("sync --apply")} itself: a standing approval for plans that only add`;
  if (named === null) return md`nobody named a digest`;
  if (digest === null) return md`${code(named)} was named; no plan could be read`;
  if (named !== "" && digest.startsWith(named)) return md`${code(shortDigest(named))} was named, which is this plan`;
  return md`${code(named.slice(0, 64))} was named, and this plan is ${code(shortDigest(digest))}`;
}
function destruction({ permission: { destructive } }, plan) {
  if (destructive.allowed) {
    const { backup, acceptedRisk } = destructive;
    const given = [
      ...backup === null ? [] : [md`with the backup ${code(backup)}`],
      ...acceptedRisk === null ? [] : [md`the risk was accepted: ${text(acceptedRisk)}`]
    ];
    return md`allowed, ${given.length === 0 ? md`without a backup or a reason` : enumerate(given)}`;
  }
  const deletes = plan?.statements.some(({ effects: effects2 }) => effects2.includes("deletes-data")) ?? true;
  return deletes ? md`not allowed` : md`not allowed; no statement of the plan deletes data`;
}

// src/report/moved.ts
function movedList(moved) {
  if (moved.length === 0) return md``;
  const list2 = bullets(moved.map(({ object, how }) => md`${code(object)} ${text(howWords[how])}`));
  const intro = md`Since the plan was made, on objects that it does not touch:\n`;
  return md`${intro}\n${moved.length > 5 ? fold(count(moved.length, "object"), list2) : list2}`;
}
var howWords = { appeared: "appeared", vanished: "is gone", changed: "was changed" };

// src/report/command-line.ts
function commandLine(words2) {
  return words2.map((word) => /^[\w./:@%+,=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`).join(" ");
}

// src/report/next-steps.ts
function nextSteps(execution, plan) {
  switch (execution.outcome) {
    case "applied":
      return [
        {
          say: "Whether the database is what the plan promised stands in 04. To look again later:",
          commands: [verify(execution)]
        }
      ];
    case "nothing-to-do":
    case "refused":
      return [];
    case "partially-applied":
    case "failed":
      return afterFailure(execution, plan);
  }
}
function nextAfterVerification(verification) {
  if (verification.outcome === "verified") return [];
  const { environment: environment2, strategy } = verification;
  if (onlyCommandFailed(verification))
    return [
      {
        say: "The database is as promised; the verify command says no. Its last lines are in 04. Once that is mended, look again:",
        commands: [verify(verification)]
      }
    ];
  const say = "See each difference with its cause, and what can be done about it:";
  if (strategy === "migrate")
    return [
      { say, commands: [commandLine(["schemagate", "drift", "--environment", environment2])] },
      { say: "Once it is mended, look again:", commands: [verify(verification)] }
    ];
  return [
    { say, commands: [commandLine(["schemagate", "preflight", "--environment", environment2, ...strategyFlags(strategy, null)])] }
  ];
}
function onlyCommandFailed({ differences: differences3, history: history2, unfinished: unfinished3, secondPlan: secondPlan3, command: command2 }) {
  return command2 !== null && command2.exitCode !== 0 && differences3.length === 0 && history2.every(({ ok }) => ok) && unfinished3.every(({ promised }) => promised) && (secondPlan3.outcome === "empty" || secondPlan3.outcome === "not-checked");
}
function afterFailure(execution, plan) {
  const { stop } = execution;
  if (leftUnknown(execution)) return lookFirst(execution, plan);
  if (stop?.file?.left === "partly" && execution.strategy === "migrate")
    return resolveByHand(execution, stop.file.migration, plan);
  if (execution.permission.kind === "standing") return syncAgain(execution);
  if (execution.strategy !== "migrate" && byOutcome(execution).committed.length > 0) return planTheRest(execution, plan);
  return againOrCorrect(execution, plan);
}
function leftUnknown(execution) {
  const { stop } = execution;
  return stop?.file?.left === "unknown" || stop?.kind === "lost" || byOutcome(execution).unknown.length > 0;
}
function lookFirst(execution, plan) {
  const look = { say: "Run nothing by hand before you have looked; this only reads:", commands: [preflight(execution, plan)] };
  if (execution.permission.kind === "standing") return [look, ...syncAgain(execution)];
  const then = (say) => [look, { say, commands: [] }];
  if (execution.strategy !== "migrate") return then("What it plans is what is left; have that approved.");
  const file = fileWords(execution.stop) ?? "a file";
  const means = `If ${file} is pending there, nothing of it is left behind; if it is not, it was committed; if it is called failed, it is half there.`;
  if (execution.permission.kind !== "approve") return then(`${means} ${resumeElsewhere}`);
  return [
    look,
    {
      say: `${means} In each of these cases this goes on with what is left, if the database is in a state that the plan passes through, and says what differs if it is not:`,
      commands: [applyAgain(execution, ["--resume"])]
    }
  ];
}
var resumeElsewhere = "What is pending is planned again, and approved again. A file that is half there is completed by `schemagate apply --resume` on a command line, with the same plan, or by hand.";
function resolveByHand(execution, migration, plan) {
  const own = execution.statements.filter(({ origin }) => origin === migration);
  const committed = own.filter(isCommitted);
  const rest = own.filter((record) => !isCommitted(record));
  const resolve5 = (how) => [commandLine(["npx", "prisma", "migrate", "resolve", how, migration])];
  const noted = "It is noted as failed in `_prisma_migrations`, as Prisma itself would, and nothing else is applied until that is resolved";
  const onwards = { say: "Then make the plan for what is left, and have it approved:", commands: [preflight(execution, plan)] };
  const resume = (say) => execution.permission.kind === "approve" ? { say: `${say}:`, commands: [applyAgain(execution, ["--resume"])] } : { say: `${say}, with the same plan on a command line: \`schemagate apply --resume\`.`, commands: [] };
  if (rest.length === 0)
    return [
      { say: `Everything of \`${migration}\` ran. ${noted}.`, commands: [] },
      resume("Mend the cause, and let it be completed"),
      { say: "Or say that it is applied:", commands: resolve5("--applied") },
      onwards
    ];
  const extent3 = committed.length === 0 ? "a part of it may be" : `${statementWords(committed)} of it ${committed.length === 1 ? "is" : "are"}`;
  return [
    { say: `\`${migration}\` is half applied: ${extent3} in the database. ${noted}, in one of three ways.`, commands: [] },
    resume("Either mend the cause, and go on where it stopped"),
    {
      say: `Or complete it by hand: mend the cause, run the rest of it (${statementWords(rest)}) by hand, then say so:`,
      commands: resolve5("--applied")
    },
    {
      say: "Or undo it: take back by hand what is there of it, correct the file, then say so:",
      commands: resolve5("--rolled-back")
    },
    onwards
  ];
}
function isCommitted({ outcome }) {
  return outcome === "done" || outcome === "applied-before";
}
function fileWords(stop) {
  return stop === null || stop.file === null ? null : `\`${stop.file.migration}\``;
}
function statementWords(records) {
  if (records.length === 0) return "no statement";
  return `${records.length === 1 ? "statement" : "statements"} ${ranges(records.map(({ number }) => number))}`;
}
function syncAgain({ environment: environment2 }) {
  return [
    {
      say: "Mend the cause, and run it again; what is there already is skipped:",
      commands: [commandLine(["schemagate", "sync", "--environment", environment2, "--apply"])]
    }
  ];
}
function planTheRest(execution, plan) {
  return [
    {
      say: "Mend the cause. The database is no longer what this plan started from, so it can't be applied again; make the plan for what is left, and have it approved:",
      commands: [preflight(execution, plan)]
    }
  ];
}
function againOrCorrect(execution, plan) {
  const { stop, strategy } = execution;
  const rest = byOutcome(execution).committed.length > 0 ? "; it goes on where this run stopped" : "";
  const again = (say) => execution.permission.kind !== "approve" ? { say: `${say}${rest}: start a new run of the workflow, and have its plan approved.`, commands: [] } : { say: `${say}${rest}:`, commands: [applyAgain(execution)] };
  const correct = (say) => ({ say, commands: [preflight(execution, plan)] });
  const editable = `${fileWords(stop) ?? "The file"} is not applied here, so it may still be edited; a database that has it already will refuse the edited file.`;
  switch (causeOf(stop)) {
    case "outside":
      return [again(againWords[stop?.kind === "signal" ? "interrupted" : stop?.failure?.kind ?? "other"])];
    case "rows":
      return [
        again("Mend the rows that stand in the way, and apply the same plan again"),
        correct(
          strategy === "migrate" ? `Or let a migration mend them. ${editable} Then make a new plan, and have it approved:` : "Or change the schema in the code, make a new plan, and have it approved:"
        )
      ];
    case "statement":
      return [
        correct(
          strategy === "migrate" ? `Correct the file. ${editable} Then make a new plan, and have it approved:` : "This statement was computed from the difference. Change the schema in the code, or write a migration by hand; make a new plan, and have it approved:"
        )
      ];
  }
}
function causeOf(stop) {
  if (stop === null || stop.kind === "signal" || stop.kind === "history" || stop.kind === "log") return "outside";
  const { failure, kind } = stop;
  if (failure === null && kind === "statement") return "statement";
  if (failure === null || failure.kind !== "other") return "outside";
  const code2 = failure.code ?? "";
  if (/^23|^SQLITE_CONSTRAINT/.test(code2)) return "rows";
  return /^(?:40|53|25006|57|58)|^SQLITE_(?:BUSY|FULL|IOERR|READONLY|LOCKED|NOMEM|CANTOPEN)/.test(code2) ? "outside" : "statement";
}
var againWords = {
  "lock-timeout": "When the session that holds the lock is done, apply the same plan again",
  timeout: "With a longer time limit, or at a quieter hour, apply the same plan again",
  interrupted: "Nothing has to be mended. Apply the same plan again",
  "connection-lost": "When the database can be reached, apply the same plan again",
  permission: "When the role may do it, apply the same plan again",
  other: "When that is mended, apply the same plan again"
};
function preflight({ environment: environment2, strategy }, plan) {
  return commandLine(["schemagate", "preflight", "--environment", environment2, ...strategyFlags(strategy, plan)]);
}
function strategyFlags(strategy, plan) {
  if (strategy === null || strategy === "migrate") return [];
  if (strategy === "sync") return ["--strategy", strategy];
  return ["--strategy", strategy, "--push-reason", plan?.push?.reason ?? "REASON", "--push-until", plan?.push?.until ?? "DATE"];
}
function applyAgain(execution, more2 = []) {
  const { environment: environment2, planPath, digest, permission } = execution;
  const { destructive } = permission;
  return commandLine([
    ...["schemagate", "apply", "--environment", environment2, "--plan", planPath],
    ...["--approve", digest ?? permission.named ?? "DIGEST"],
    ...destructive.allowed ? ["--allow-destructive"] : [],
    ...destructive.allowed && destructive.backup !== null ? ["--backup", destructive.backup] : [],
    ...destructive.allowed && destructive.acceptedRisk !== null ? ["--accept-risk", destructive.acceptedRisk] : [],
    ...more2
  ]);
}
function verify({ environment: environment2, planPath }) {
  return commandLine(["schemagate", "verify", "--environment", environment2, "--plan", planPath]);
}

// src/report/sql-block.ts
function numberedSql(statements2) {
  return fence(statements2.map(({ number, sql: sql3 }) => `-- ${number}
${ended(sql3)}
`).join("\n"), "sql");
}
function ended(sql3) {
  const lastLine = sql3.trimEnd().split("\n").at(-1) ?? "";
  return `${sql3.trim()}${lastLine.includes("--") ? "\n" : ""};`;
}

// src/report/stopped.ts
function whatHappened2(execution, stop) {
  const statement = execution.statements.find(({ number }) => number === stop.statement);
  const where = statement === void 0 ? md`The run stopped` : md`Statement ${statement.number}, of ${code(statement.origin)}`;
  return join2(
    [
      // Never at the start of a line, where foreign text could be a list or a heading.
      md`${where}: ${prose(stop.message)}\n`,
      ...statement === void 0 ? [] : [beginning(statement)],
      ...stop.failure === null ? [] : [engineWords(stop, stop.failure)],
      ...leavesInvalidIndex(execution, statement) ? [invalidIndex] : [],
      ...mayStillRun(execution, stop) ? [stillRunning(execution)] : []
    ],
    "\n"
  );
}
var shownLines = 30;
var shownCharacters = 3e3;
function beginning({ sql: sql3 }) {
  const lines = sql3.trim().split("\n");
  const shown3 = lines.slice(0, shownLines).join("\n").slice(0, shownCharacters);
  const cut = shown3.length < sql3.trim().length ? md`\nThe beginning of it; all of it stands under SQL.\n` : md``;
  return md`${fence(shown3, "sql")}${cut}`;
}
function engineWords(stop, { code: state, message, constraint, table: tableName, column, hint, kind }) {
  const named = [
    [md`Code`, state],
    [md`Constraint`, constraint],
    [md`Table`, tableName],
    [md`Column`, column]
  ];
  return bullets([
    ...stop.message.includes(message) || kind === "connection-lost" ? [] : [md`**The database says:** ${text(message)}`],
    ...named.flatMap(([what, name]) => name === null ? [] : [md`**${what}:** ${code(name)}`]),
    ...hint === null || stop.message.includes(hint) ? [] : [md`**Hint:** ${prose(hint)}`]
  ]);
}
function leavesInvalidIndex({ target }, statement) {
  return target?.dialect === "postgres" && /\bINDEX\s+CONCURRENTLY\b/i.test(statement?.sql ?? "");
}
function mayStillRun({ target }, { kind, failure }) {
  return target?.dialect === "postgres" && (kind === "lost" || failure?.kind === "connection-lost");
}
function stillRunning({ session }) {
  const process2 = session.find((fact) => fact.startsWith("server process "));
  const who = process2 === void 0 ? md`` : md` (${text(process2)})`;
  return md`Unless the server itself was stopped, it may still be at work on the statement${who}, and holds its locks and the session lock until it has ended. The next run waits for that.\n`;
}
var invalidIndex = md`A concurrent build that fails leaves an invalid index behind: readers don't use it, writers pay for it. Applying again drops it first; by hand, drop it before you build it again.\n`;
function whereItStands(execution) {
  const { committed, before, rolledBack: rolledBack2, failed, unknown, notRun } = byOutcome(execution);
  const line2 = (what, records) => records.length === 0 ? [] : [md`**${what}:** ${numbered2(records)} of ${few([...new Set(records.map(({ origin }) => origin))].map(code))}`];
  const earlier = execution.alreadyApplied.filter((file) => !before.some(({ origin }) => origin === file));
  return bullets([
    ...line2(md`Not known`, unknown),
    md`**Committed:** ${committed.length === 0 ? md`nothing` : md`${numbered2(committed)} (${extents(committed, execution)})`}`,
    ...line2(md`Failed`, failed),
    ...line2(md`Rolled back`, rolledBack2),
    ...line2(md`Not run`, notRun),
    ...line2(md`Applied before this run`, before),
    ...earlier.length === 0 ? [] : [md`**Applied before this run:** ${few(earlier.map(code))}`]
  ]);
}
function numbered2(records) {
  return md`${records.length === 1 ? md`statement` : md`statements`} ${text(ranges(records.map(({ number }) => number)))}`;
}
function extents(records, { statements: statements2 }) {
  const files = [...Map.groupBy(records, ({ origin }) => origin)].map(([origin, own]) => {
    const all = statements2.filter((statement) => statement.origin === origin).length;
    return own.length === all ? md`all of ${code(origin)}` : md`${own.length} of ${all} of ${code(origin)}`;
  });
  return files.length > 5 ? enumerate([...files.slice(0, 3), md`${files.length - 4} more files`, ...files.slice(-1)]) : enumerate(files);
}
function few(names2) {
  return enumerate(names2.length > 6 ? [...names2.slice(0, 5), md`${names2.length - 5} more`] : names2);
}
function halves({ stop, statements: statements2, outcome }) {
  if (outcome !== "partially-applied" || stop?.file?.left !== "partly") return md``;
  const { migration } = stop.file;
  const own = statements2.filter(({ origin }) => origin === migration);
  const part = (what, those) => those.length === 0 ? [] : [fold(md`${what} of ${codeInHtml(migration)}: ${count(those.length, "statement")}`, numberedSql(those))];
  return join2(
    [
      ...part(
        md`The rest`,
        own.filter(({ outcome: own2 }) => own2 !== "done" && own2 !== "applied-before")
      ),
      ...part(
        md`What is committed`,
        own.filter(({ outcome: own2 }) => own2 === "done" || own2 === "applied-before")
      )
    ],
    "\n"
  );
}

// src/report/permission.ts
function permissionList(execution, plan) {
  const { session, lockWaitMs, alreadyApplied, inTheWay, resumed, startedAt, finishedAt } = execution;
  return bullets([
    md`**Permission:** ${inWhoseName(execution)}`,
    ...execution.permission.evidence.map((sentence2) => md`**Seen:** ${text(sentence2)}`),
    md`**Destruction:** ${destruction(execution, plan)}`,
    ...session.length === 0 ? [md`**Session:** none was opened that can write`] : [md`**Session:** ${text(session.join(", "))}`],
    ...lockWaitMs === null ? [] : [md`**Lock:** ${lock(execution.reasons, lockWaitMs)}`],
    ...inTheWay.length === 0 ? [] : [md`**Locks of others before it began:** ${text(inTheWay.join("; "))}`],
    ...resumed === null ? [] : [
      md`**Resumed:** ${code(resumed.migration)}, of which ${resumed.done} statements were not run again. ${text(resumed.why)}`
    ],
    md`**Time:** ${instant(startedAt)} to ${instant(finishedAt)}`,
    ...alreadyApplied.length === 0 ? [] : [md`**Files applied before:** ${few(alreadyApplied.map(code))}`]
  ]);
}
function lock(blocked, waitedMs) {
  if (blocked.some(({ reason }) => reason === "lock-busy")) return md`not taken, after ${text(durationWords(waitedMs))}`;
  return waitedMs < 100 ? md`taken at once` : md`taken after ${text(durationWords(waitedMs))}`;
}
function instant(at) {
  return /^[\dTZ:.+-]+$/.test(at) ? at : text(at);
}

// src/report/reasons-table.ts
function reasonsTable(reasons) {
  const rows3 = reasons.map(({ reason, message, hint }) => [code(reason), prose(message), prose(hint)]);
  return table([md`Reason`, md`What was seen`, md`What to do`], rows3);
}

// src/report/steps.ts
function renderSteps(steps) {
  return steps.length === 0 ? md`` : md`## Next\n\n${stepList(steps)}`;
}
function stepList(steps) {
  return join2(steps.map(step), "\n");
}
function step({ say, commands }) {
  return md`${prose(say)}\n${commands.length === 0 ? md`` : md`\n${fence(commands.map((command2) => visible(command2)).join("\n"), "")}`}`;
}

// src/report/execution.ts
function renderRunning({ environment: environment2, digest, startedAt, ...more2 }) {
  const again = more2.permission.kind === "approve" ? md` Then this goes on with what is left, if the database is in a state that the plan passes through:\n\n${fence(applyAgain({ environment: environment2, digest, ...more2 }, ["--resume"]), "sh")}` : md`\n`;
  const plan = digest === null ? md`` : md` plan ${code(shortDigest(digest))}`;
  return md`# 03 Execution log: ${text(environment2)}

⏳ Applying${plan} since ${text(startedAt)}.

If this is still here when nothing runs any more, the run was killed: each line of ${code("artifacts/execution.jsonl")} is something that happened, and the last one is where it stopped. Look with ${code("schemagate preflight")} before you run anything again; it only reads.${again}`;
}
function renderExecution(execution, plan, template) {
  return fill(template, {
    environment: text(execution.environment),
    verdict: executionVerdict(execution),
    reasons: execution.reasons.length === 0 ? md`` : reasonsTable(execution.reasons),
    failure: execution.stop === null ? md`` : md`## What happened\n\n${whatHappened2(execution, execution.stop)}`,
    stand: execution.stop === null ? md`` : md`## Where it stands\n\n${whereItStands(execution)}`,
    next: join2(
      [renderSteps(nextSteps(execution, plan)), halves(execution)].filter((part) => part !== ""),
      "\n"
    ),
    permission: md`## Permission and session\n\n${permissionList(execution, plan)}`,
    meanwhile: execution.moved.length === 0 ? md`` : md`## Changed elsewhere\n\n${movedList(execution.moved)}`,
    statements: began(execution) ? statementTables(execution.statements, plan) : md``,
    sql: began(execution) ? sql(execution.statements) : md``,
    rows: rowsBefore(execution.rowsBefore),
    footer: footer2(execution)
  });
}
function began({ statements: statements2 }) {
  return statements2.some(({ outcome }) => outcome !== "not-run");
}
function executionVerdict(execution) {
  const where = whereOf(execution);
  switch (execution.outcome) {
    case "applied":
      return applied(execution, where);
    case "nothing-to-do":
      return md`✅ Nothing to do: ${where} has everything of ${planName(execution)} already. Nothing was written.`;
    case "refused":
      return md`⛔ Refused: nothing was written to ${where}. ${count(execution.reasons.length, "reason")}${firstReasons(execution.reasons)}.`;
    case "partially-applied":
      return md`🛑 Partly applied to ${where}: ${text(progress(execution))}${ending(execution)}.`;
    case "failed":
      return md`❌ Failed on ${where}${execution.stop === null ? md`` : md`: ${stoppedAt(execution.stop)}`}; ${whatIsLeft(execution)}.`;
  }
}
function whereOf({ environment: environment2, target }) {
  return target === null ? text(environment2) : md`${text(environment2)} (${code(target.display)})`;
}
function planName({ digest }) {
  return digest === null ? md`the plan` : md`plan ${code(shortDigest(digest))}`;
}
function applied(execution, where) {
  const { committed, before } = byOutcome(execution);
  const rest = before.length === 0 && execution.alreadyApplied.length === 0 ? md`` : md`the rest of `;
  const ran = committed.length === 0 ? md`no statement had to run` : md`${count(committed.length, "statement")} in ${text(runtimeOf(execution))}, everything committed`;
  return md`✅ Applied ${rest}${planName(execution)} to ${where}: ${ran}.`;
}
function sql(statements2) {
  if (statements2.length === 0) return md``;
  const blocks = [...Map.groupBy(statements2, ({ origin }) => origin)].map(
    ([origin, own]) => fold(md`${codeInHtml(origin)}: ${count(own.length, "statement")}`, numberedSql(own))
  );
  return md`## SQL\n\n${join2(blocks, "\n")}`;
}
function rowsBefore(rows3) {
  if (rows3.length === 0) return md``;
  const cells = rows3.map(({ table: name, rows: number, exact }) => [code(name), rowCount(number, exact)]);
  return fold(md`Rows of ${count(rows3.length, "table")} before anything ran`, table([md`Table`, md`Rows`], cells));
}
function footer2(execution) {
  return md`---\nWritten by ${text(execution.tool)} at ${instant(execution.finishedAt)}. ${written(execution)}\n`;
}
function written(execution) {
  const { unknown } = byOutcome(execution);
  switch (execution.outcome) {
    case "refused":
    case "nothing-to-do":
      return md`The database was read, nothing was written to it.`;
    case "failed":
      return unknown.length === 0 ? md`What was begun was undone.` : md`It is not known whether everything that was begun was undone.`;
    case "applied":
    case "partially-applied":
      return md`The database was written to, as said above.`;
  }
}

// src/report/approval-meaning.ts
function approvalMeaning({ connection, inputs, scope, proposal }, plan, said) {
  const configured = inputs.config.environments[plan.environment];
  const [maxAge, after] = [configured?.maxPlanAgeMs ?? null, configured?.after ?? null];
  return bullets([
    md`**Where:** environment ${code(plan.environment)}, database ${code(connection.display)}, identity ${code(plan.target.identity.slice(0, 12))}. A copy or a replica of it is another database.`,
    md`**Scope:** ${scope.include.length === 0 ? md`the whole file` : md`schemas ${join2(scope.include.map(code), ", ")}`}.`,
    md`**Strategy:** ${strategyWords(plan)}.`,
    md`**What runs:** ${plan.statements.length === 1 ? md`this statement` : md`these ${plan.statements.length} statements, in this order`}, and nothing else; only while ${plan.strategy === "migrate" ? md`what the plan touches is as it was read` : md`the database is in the state that was read`} (fingerprint ${code(plan.base.fingerprint.slice(0, 12))}).`,
    ...after === null ? [] : [md`**First:** the same files have to be applied and verified in ${code(after)} (${code("after")}).`],
    ...maxAge === null ? [] : [md`**Age:** at most ${text(ageWords(maxAge))} (${code("max-plan-age")}); an older plan is refused.`],
    md`**What may be destroyed:** ${losses2(plan, said)}`,
    md`**Rehearsal:** ${proposal.rehearsal === null ? prose(plan.rehearsal.reason ?? "") : join2(rehearsalWords(proposal.rehearsal).map(prose), " ")}`,
    md`**Verification:** afterwards the structure is to equal the expected one (fingerprint ${code(plan.expected.fingerprint.slice(0, 12))}), and a second plan is to be empty; apply looks, and writes 04.`,
    md`**Way back:** ${plan.rollback.some((step2) => "irreversible" in step2) ? md`in part; what is lost is listed above` : plan.rollback.length > 0 ? md`the SQL above` : md`nothing of the structure changes, so there is nothing to bring back`}.`,
    ...inputs.push === null ? [] : [md`**Back to migrations:** by ${text(inputs.push.until)}. Reason for this push: ${text(inputs.push.reason)}.`]
  ]);
}
var sayings = {
  flags: { backup: "--backup", risk: "--accept-risk" },
  comment: { backup: "backup=NAME", risk: "accept-risk=WHY" }
};
function losses2(plan, said) {
  const list2 = (effect) => plan.statements.flatMap((statement, index) => statement.effects.includes(effect) ? [md`${index + 1}`] : []);
  const named = (numbers) => md`${numbers.length === 1 ? md`statement` : md`statements`} ${enumerate(numbers)}`;
  const [deleting, changing, opaque] = [list2("deletes-data"), list2("changes-data"), list2("not-understood")];
  const lost = [
    ...deleting.length === 0 ? [] : [md`the data that ${named(deleting)} ${deleting.length === 1 ? md`deletes` : md`delete`}`],
    ...changing.length === 0 ? [] : [md`the old values of what ${named(changing)} ${changing.length === 1 ? md`changes` : md`change`}`],
    ...opaque.length === 0 ? [] : [md`what ${named(opaque)} may do, which was not understood`]
  ];
  if (lost.length === 0) return md`nothing. No statement deletes or changes data.`;
  return md`${enumerate(lost)}. Take a backup first, and name it with the approval (${code(sayings[said].backup)}), or say why the loss is accepted (${code(sayings[said].risk)}).`;
}
function strategyWords(plan) {
  switch (plan.strategy) {
    case "migrate":
      return md`${code("migrate")}: the repository's own migration files, verbatim`;
    case "push":
      return md`${code("push")}: statements computed from the difference between database and code, without a migration`;
    case "sync":
      return md`${code("sync")}: only what is missing is added; each statement may run twice`;
  }
}

// src/report/care.ts
function checkCare(preflight2) {
  return [together2(preflight2), scopeWritten(preflight2), untouched2(preflight2), editedAgainstDefaultBranch(preflight2)];
}
function together2({ comparison, inputs }) {
  const what = "Schema and migrations say the same";
  if (inputs.strategy !== "migrate") return { state: "unknown", what, seen: `not looked at by ${inputs.strategy}` };
  const { replay, report } = comparison;
  if (replay?.outcome !== "replayed" || replay.end.outcome !== "reached")
    return { state: "unknown", what, seen: "the migrations could not be replayed to their end" };
  const missing3 = report.drift.filter(({ cause }) => cause === "missing-migration").length;
  return missing3 === 0 ? { state: "good", what, seen: "every change of the schema has its migration" } : {
    state: "bad",
    what,
    seen: missing3 === 1 ? "a change of the schema has no migration" : `${missing3} changes of the schema have no migration`
  };
}
function scopeWritten({ inputs, project, scope }) {
  const what = "The scope is written down in the repository";
  if (scope.include.length === 0) return { state: "good", what, seen: "the whole file" };
  if (project.schemas.length > 0) return { state: "good", what, seen: `the schema declares ${project.schemas.join(", ")}` };
  const configured = Object.values(inputs.config.targets).some(({ schemas: schemas2 }) => schemas2 !== null);
  if (configured) return { state: "good", what, seen: `${inputs.config.path ?? ""} names ${scope.include.join(", ")}` };
  return {
    state: "bad",
    what,
    seen: `only ${scope.include.join(", ")} is compared, and no file says so (templates/schema-scope-config.md)`
  };
}
function untouched2({ comparison, inputs }) {
  const what = "Applied migrations were not edited afterwards";
  if (inputs.strategy === "sync") return { state: "unknown", what, seen: "sync keeps no history" };
  if (comparison.historyMissing) return { state: "unknown", what, seen: "the database has no history" };
  if (comparison.diagnosis.empty) return { state: "good", what, seen: "nothing was applied yet" };
  const edited = comparison.diagnosis.problems.filter(({ kind }) => kind === "edited" || kind === "edited-line-endings");
  if (edited.length === 0) return { state: "good", what, seen: "every checksum is the one that was applied" };
  return {
    state: "bad",
    what,
    seen: edited.map(({ migration, kind }) => kind === "edited" ? migration : `${migration} (line endings only)`).join(", ")
  };
}
function editedAgainstDefaultBranch({ git, changedFiles, project }) {
  const what = "This branch edits no migration of the default branch";
  if (git === null) return { state: "unknown", what, seen: "no git repository" };
  const { base } = git;
  if (!base.available) return { state: "unknown", what, seen: base.reason };
  const edited = project.migrations.filter(({ path }) => base.files.has(path) && changedFiles.has(path));
  return edited.length === 0 ? { state: "good", what, seen: `none (compared with ${base.ref})` } : { state: "bad", what, seen: edited.map(({ id }) => id).join(", ") };
}

// src/report/plan-extent.ts
function extent2(plan) {
  const present = effects.filter((effect) => plan.statements.some((statement) => statement.effects.includes(effect)));
  return join2([count(plan.statements.length, "statement"), ...present.map((effect) => text(effectWords[effect]))], ", ");
}
function destroys(plan) {
  return plan.statements.some((statement) => statement.effects.includes("deletes-data"));
}

// src/report/statement-marks.ts
function statementMarks({ effects: own, hazards }) {
  const items = [
    ...own.map((effect) => md`**${text(effectWords[effect])}**`),
    ...hazards.map(
      ({ id, message, evidence }) => evidence === null ? md`${code(id)} ${text(message)}` : md`${code(id)} ${text(message)} **${text(evidence)}**`
    )
  ];
  return items.length === 0 ? md`` : join2(items, "; ");
}

// src/report/strategy-lists.ts
function strategyLists(preflight2, heading) {
  const { push, sync, refused } = preflight2.proposal;
  const parts = [];
  if (sync !== null) {
    parts.push(
      md`${heading(md`Compared`)}\n\n${bullets([
        ...sync.added.map((change2) => md`\\+ ${code(describeChange(change2))}`),
        ...sync.left.map((change2) => md`! ${code(describeLeft(change2))}, left alone`)
      ])}`
    );
    if (sync.existing.length > 0)
      parts.push(fold(md`✓ ${count(sync.existing.length, "object")} already there`, bullets(sync.existing.map(code))));
  }
  if (push !== null && push.kept.length > 0) {
    parts.push(
      md`${heading(md`Kept`)}\n\n${bullets(push.kept.map(({ change: change2, reason }) => md`${code(changedId(change2))}: ${prose(reason)}`))}`
    );
  }
  if (refused.length > 0) {
    parts.push(
      md`${heading(md`Not planned`)}\n\n${bullets(refused.map(({ change: change2, reason }) => md`${code(describeChange(change2))}. ${prose(reason)}`))}`
    );
  }
  return join2(parts, "\n");
}

// src/report/way-back.ts
function wayBack({ rollback: rollback2 }) {
  if (rollback2.length === 0) return md``;
  const lost = rollback2.flatMap((step2) => "irreversible" in step2 ? [text(step2.irreversible)] : []);
  const back = rollback2.flatMap((step2) => "sql" in step2 ? [`${step2.sql};
`] : []);
  return join2([
    lost.length === 0 ? md`` : md`Not reversible:\n\n${bullets(lost)}\n`,
    back.length === 0 ? md`` : fold(
      md`SQL that brings the structure back (${count(back.length, "statement")}); never run on its own`,
      fence(back.join(""), "sql")
    )
  ]);
}

// src/report/plan.ts
function renderPlan(preflight2, template, planPath = null) {
  const { plan } = preflight2.proposal;
  const planned = plan !== null && plan.statements.length > 0 ? plan : null;
  const approvable = preflight2.proposal.verdict.outcome === "planned" ? planned : null;
  return fill(template, {
    environment: text(preflight2.inputs.environment ?? ""),
    verdict: planVerdict(preflight2),
    reasons: preflight2.proposal.verdict.outcome === "blocked" ? reasonsTable(preflight2.proposal.verdict.reasons) : beside(preflight2),
    counts: planned === null ? md`` : effectCounts(planned),
    statements: join2(
      [
        strategyLists(preflight2, (title2) => md`## ${title2}`),
        ...planned === null ? [] : [statements(planned, preflight2)]
      ].filter((part) => part !== ""),
      "\n"
    ),
    sql: planned === null ? md`` : sql2(planned),
    rollback: approvable === null ? md`` : rollback(approvable),
    approval: approvable === null ? md`` : approval(preflight2, approvable, planPath),
    care: care(preflight2),
    footer: footer(preflight2)
  });
}
function planVerdict(preflight2) {
  const { proposal, inputs, connection } = preflight2;
  const { verdict: verdict3, plan } = proposal;
  const where = md`${text(inputs.environment ?? "")} (${code(connection.display)})`;
  switch (verdict3.outcome) {
    case "up-to-date":
      return upToDate(preflight2, where);
    case "planned":
      return plan === null ? md`` : md`${destroys(plan) ? md`🛑` : md`📋`} Plan ${code(shortDigest(plan.digest))} for ${where}: ${extent2(plan)}.`;
    case "blocked":
      return md`⛔ No plan may be applied to ${where}: ${count(verdict3.reasons.length, "reason")}.`;
  }
}
function upToDate(preflight2, where) {
  const { proposal, comparison } = preflight2;
  if (preflight2.inputs.strategy === "migrate") {
    if (comparison.report.drift.length > 0) return md`⚠️ Nothing to apply to ${where}, but there is drift.`;
    return md`✅ Nothing to do: ${where} has every migration of this repository.`;
  }
  const left = (proposal.push?.kept.length ?? 0) + (proposal.sync?.left.length ?? 0) + proposal.refused.length;
  if (left > 0)
    return md`✅ Nothing to do for ${where}; ${count(left, "difference")} ${left === 1 ? md`stays` : md`stay`}, listed below.`;
  return md`✅ Nothing to do: ${where} has everything that the schema says.`;
}
function beside(preflight2) {
  const counted2 = countDrift(preflight2, "without pending");
  return counted2 === "" ? md`` : md`⚠️ ${sentence(counted2)} No plan resolves that; the drift report (01) says what can be done.\n`;
}
function effectCounts(plan) {
  const rows3 = effects.map((effect) => {
    const numbers = plan.statements.flatMap((statement, index) => statement.effects.includes(effect) ? [index + 1] : []);
    const list2 = numbers.length === 0 ? md`` : md` (${join2(
      numbers.slice(0, 20).map((number) => md`${number}`),
      ", "
    )}${numbers.length > 20 ? md`, …` : md``})`;
    return [text(effectsOfMany[effect]), md`${numbers.length === 0 ? md`0` : md`**${numbers.length}**`}${list2}`];
  });
  return table([md`Statements that`, md`How many (which)`], rows3);
}
function statements(plan, { proposal, live }) {
  const observations = proposal.rehearsal?.observations ?? [];
  const watched = { plan, observations, statistics: live.statistics };
  const rows3 = plan.statements.map((statement, index) => [
    md`${index + 1}`,
    code(statement.origin),
    code(shortSql(statement.sql, 100)),
    ...observations.length === 0 ? [] : [text(waitOf(index, watched) ?? "")],
    statementMarks(statement)
  ]);
  const header = [md`#`, md`From`, md`Statement`, ...observations.length === 0 ? [] : [md`As it was tried`], md`To mind`];
  const how = proposal.rehearsal === null ? [] : [md`${join2(rehearsalWords(proposal.rehearsal).map(prose), " ")}\n`];
  return join2([md`## Statements\n`, ...letPass(proposal), ...how, table(header, rows3), ...saferWays(plan)], "\n");
}
function letPass({ relaxed }) {
  if (relaxed.length === 0) return [];
  const items = relaxed.map(({ statement, id, by, reason }) => {
    const who = by === "configuration" ? md`the configuration` : md`a comment in the file: ${text(reason ?? "")}`;
    return md`statement ${statement + 1}, ${code(id)}, by ${who}`;
  });
  return [md`**Let pass:**\n\n${bullets(items)}\n`];
}
function saferWays(plan) {
  const found = plan.statements.flatMap(
    ({ hazards }, index) => hazards.flatMap(({ id, saferWay }) => saferWay === null ? [] : [{ id, saferWay, number: index + 1 }])
  );
  if (found.length === 0) return [];
  const items = [...Map.groupBy(found, ({ id }) => id)].map(
    ([id, own]) => md`${code(id)} (${join2([...new Set(own.map(({ number }) => md`${number}`))], ", ")}): ${prose(own[0]?.saferWay ?? "")}`
  );
  return [fold(md`Safer ways`, bullets(items))];
}
function sql2(plan) {
  const origins = [...new Set(plan.statements.map(({ origin }) => origin))];
  const blocks = origins.map((origin) => {
    const own = plan.statements.flatMap(
      (statement, index) => statement.origin === origin ? [{ statement, number: index + 1 }] : []
    );
    const batches2 = plan.batches.filter((batch) => batch.origin === origin);
    const atomic = batches2.length === 1 && batches2[0]?.transactional === true;
    const how = atomic ? md`one transaction: all of it or nothing` : inSteps(batches2);
    return fold(
      md`${codeInHtml(origin)}: ${count(own.length, "statement")}, ${how}`,
      numberedSql(own.map(({ statement, number }) => ({ number, sql: statement.sql })))
    );
  });
  return md`## SQL\n\n${join2(blocks, "\n")}`;
}
function inSteps(batches2) {
  return batches2.length > 1 ? md`${batches2.length} steps, not one transaction` : md`not one transaction: what ran before a failure stays`;
}
function rollback(plan) {
  const way = wayBack(plan);
  return way === "" ? way : md`## Way back\n\n${way}`;
}
function approval(preflight2, plan, planPath) {
  return join2(
    [
      md`## What approving this plan means\n\n${approvalMeaning(preflight2, plan, "flags")}`,
      ...notAllowed(preflight2, plan),
      md`Whoever names the whole digest approves it. With the flags of this preflight that say which project and which database:\n`,
      fence(applyCommand(plan, planPath ?? `dev-docs/active/${plan.task}/db/artifacts/plan.json`), "")
    ],
    "\n"
  );
}
function notAllowed({ inputs }, plan) {
  const allowed = inputs.config.environments[plan.environment]?.allowHazards ?? [];
  const missing3 = ["not-understood", "reaches-outside"].filter(
    (effect) => !allowed.includes(effect) && plan.statements.some(({ effects: own }) => own.includes(effect))
  );
  if (missing3.length === 0) return [];
  const line2 = `allow-hazards: [${missing3.join(", ")}]`;
  return [
    md`⛔ As it is, apply refuses this plan: it ${enumerate(missing3.map((effect) => text(effectWords[effect])))}. The configuration can allow that for this environment: ${code(line2)}.\n`
  ];
}
function applyCommand(plan, planPath) {
  const words2 = ["schemagate", "apply", "--environment", plan.environment, "--plan", planPath, "--approve", plan.digest];
  return commandLine([...words2, ...destroys(plan) ? ["--allow-destructive", "--backup", "REF"] : []]);
}
function care(preflight2) {
  const icons = { good: md`✅`, bad: md`⚠️`, unknown: md`❔` };
  return table(
    [md``, md`Looked at`, md`Seen`],
    checkCare(preflight2).map(({ state, what, seen }) => [icons[state], text(what), text(seen)])
  );
}

// src/report/verification-checks.ts
function checkVerification(verification) {
  return [
    { id: "structure", what: "Structure", ...structure2(verification) },
    { id: "history", what: "Migration history", ...history(verification) },
    { id: "unfinished", what: "Invalid indexes, constraints not validated", ...unfinished(verification) },
    { id: "extensions", what: "Objects of extensions", ...extensions3(verification) },
    { id: "rows", what: "Rows", ...rows(verification) },
    { id: "command", what: "Verify command", ...command(verification) },
    { id: "second-plan", what: "A second plan", ...secondPlan(verification) }
  ];
}
function good(seen) {
  return { state: "good", seen, brief: "" };
}
function none(seen) {
  return { state: "none", seen, brief: "" };
}
function structure2({ differences: differences3, elsewhere: elsewhere2, equal }) {
  const others = elsewhere2.length === 0 ? "" : `; ${counted(elsewhere2.length, "other object")} changed since the plan was made, by somebody else`;
  const number = differences3.length;
  if (number === 0) return good(`${counted(equal, "object")} as promised${others}`);
  const brief = `${counted(number, "object")} ${number === 1 ? "differs" : "differ"}`;
  return { state: "bad", seen: `${brief}, ${equal.toLocaleString("en-US")} as promised${others}`, brief };
}
function history({ history: all, strategy }) {
  const wrong = all.filter(({ ok }) => !ok);
  const [first] = wrong;
  if (first !== void 0) {
    const brief = `${counted(wrong.length, "migration")} not recorded as applied`;
    return { state: "bad", seen: `${brief}: ${first.migration}: ${bare(first.message)}${more(wrong.length)}`, brief };
  }
  if (all.length > 0) return good(`${counted(all.length, "migration")} recorded as applied`);
  return none(
    strategy === "migrate" ? "nothing to check: the plan holds no migration" : `nothing to check: ${strategy} keeps no history`
  );
}
function unfinished({ unfinished: all }) {
  const broken = all.filter(({ promised }) => !promised);
  const [first] = broken;
  if (first !== void 0) {
    const brief = `${counted(broken.length, "index or constraint", "indexes or constraints")} left invalid`;
    return { state: "bad", seen: `${first.object}: ${bare(first.what)}${more(broken.length)}`, brief };
  }
  return good(all.length === 0 ? "none on what the plan touches" : `only what the plan itself leaves so (${all.length})`);
}
function extensions3({ extensions: all }) {
  if (all.length === 0) return none("nothing to check: there are no extensions");
  const known = all.filter(({ before }) => before !== null);
  const moved = known.filter(({ before, after }) => before !== after);
  const [first] = moved;
  if (first !== void 0) {
    const seen = `${first.name}: ${first.before ?? 0} before, ${first.after ?? 0} now${more(moved.length)}`;
    return { state: "look", seen, brief: "objects of extensions" };
  }
  if (known.length === 0) return none("not checked: it is not known how many there were before");
  const rest = all.length - known.length;
  return good(`as many as before in ${counted(known.length, "extension")}${rest === 0 ? "" : `; not known of ${rest} more`}`);
}
function rows({ rows: all }) {
  if (all.length === 0) return none("nothing to check: no table that the plan touches is there");
  const compared2 = all.filter((row) => rowsGone(row) !== null);
  const fewer = compared2.filter((row) => (rowsGone(row) ?? 0) > 0);
  const rest = all.length - compared2.length;
  const uncompared = rest === 0 ? "" : `; ${counted(rest, "table")} could not be compared`;
  const [first] = fewer;
  if (first !== void 0)
    return { state: "look", seen: `fewer than before in ${first.table}${more(fewer.length)}${uncompared}`, brief: "fewer rows" };
  if (compared2.length === 0) return none("not checked: there is no count from before to compare with");
  return good(`no fewer than before in ${counted(compared2.length, "table")}${uncompared}`);
}
function rowsGone({ rows: after, before }) {
  return after === null || before === null || before.rows === null ? null : before.rows - after;
}
function command({ command: result }) {
  if (result === null) return none("not checked: none was given (--verify-command)");
  const seen = `${result.command}: exit status ${result.exitCode}`;
  return result.exitCode === 0 ? good(seen) : { state: "bad", seen, brief: `the verify command failed with ${result.exitCode}` };
}
function secondPlan({ secondPlan: second, outcome }) {
  switch (second.outcome) {
    case "empty":
      return good("is empty");
    case "not-empty": {
      const statements2 = counted(second.statements.length, "statement");
      return { state: "bad", seen: `is not empty: ${statements2}`, brief: `a second plan has ${statements2}` };
    }
    case "blocked": {
      const [first] = second.reasons;
      const why = first === void 0 ? "" : `: ${bare(first.message)}${more(second.reasons.length)}`;
      return { state: outcome === "diverged" ? "bad" : "look", seen: `is blocked${why}`, brief: "a second plan is blocked" };
    }
    case "not-checked":
      return none(`not checked: ${bare(second.reason)}`);
  }
}
function counted(number, one, many = `${one}s`) {
  return `${number.toLocaleString("en-US")} ${number === 1 ? one : many}`;
}
function more(number) {
  return number > 1 ? `, and ${number - 1} more` : "";
}
function bare(sentence2) {
  return sentence2.trim().replace(/\.+$/, "");
}

// src/report/verification-parts.ts
function checksTable(checks) {
  return table(
    [md``, md`Checked`, md`Seen`],
    checks.map(({ state, what, seen }) => [marks[state], text(what), prose(seen)])
  );
}
var marks = { good: md`✓`, bad: md`✗`, look: md`!`, none: md`–` };
var unfolded2 = 10;
function differenceList(all) {
  const shown3 = bullets(all.slice(0, unfolded2).map(difference));
  const rest = all.slice(unfolded2);
  return rest.length === 0 ? shown3 : md`${shown3}\n${fold(md`${rest.length} more`, bullets(rest.map(difference)))}`;
}
function difference({ object, summary: summary4 }) {
  return md`${code(object)}: ${text(summary4)}`;
}
function secondPlan2({ secondPlan: second }) {
  switch (second.outcome) {
    case "not-empty":
      return fold(
        md`The second plan: ${count(second.statements.length, "statement")}`,
        fence(second.statements.map((sql3) => `${sql3.trim()};`).join("\n\n"), "sql")
      );
    case "blocked":
      return fold(md`Why there is no second plan: ${count(second.reasons.length, "reason")}`, reasonsTable(second.reasons));
    case "empty":
    case "not-checked":
      return md``;
  }
}

// src/report/verification.ts
function renderVerification(verification, template) {
  const checks = checkVerification(verification);
  return fill(template, {
    environment: text(verification.environment),
    verdict: verdict2(verification, checks),
    checks: checksTable(checks),
    next: renderSteps(nextAfterVerification(verification)),
    differences: differences2(verification),
    secondplan: secondPlan2(verification),
    command: commandOutput(verification),
    rows: rows2(verification),
    unfinished: unfinished2(verification),
    extensions: extensions4(verification),
    elsewhere: elsewhere(verification),
    footer: footer3(verification)
  });
}
function verdict2({ outcome, environment: environment2, target, digest }, checks) {
  const where = md`${text(environment2)} (${code(target.display)})`;
  const plan = code(shortDigest(digest));
  if (outcome === "verified") return md`✅ Verified: ${where} is exactly what plan ${plan} promised.${toMind(checks)}`;
  return md`🛑 Diverged: ${where} is not what plan ${plan} promised: ${join2(briefs(checks, "bad"), ", ")}.`;
}
function toMind(checks) {
  const found = briefs(checks, "look");
  return found.length === 0 ? md`` : md` To look at: ${join2(found, ", ")}.`;
}
function briefs(checks, wanted) {
  return checks.filter(({ state }) => state === wanted).map(({ brief }) => text(brief));
}
function differences2({ differences: all }) {
  return all.length === 0 ? md`` : md`## What differs\n\n${differenceList(all)}`;
}
function elsewhere({ elsewhere: all }) {
  if (all.length === 0) return md``;
  const intro = md`On objects that the plan does not touch, changed since it was made. They don't count against it.\n`;
  return fold(md`Changed elsewhere: ${count(all.length, "object")}`, md`${intro}\n${bullets(all.map(difference))}`);
}
function commandOutput({ command: command2 }) {
  if (command2 === null) return md``;
  const output = command2.output.trim() === "" ? md`It printed nothing.\n` : fence(command2.output, "");
  return fold(md`${codeInHtml(command2.command)}: exit status ${command2.exitCode}`, output);
}
function rows2({ rows: all }) {
  if (all.length === 0) return md``;
  const cells = all.map((row) => [
    code(row.table),
    row.before === null ? md`not counted` : rowCount(row.before.rows, row.before.exact),
    rowCount(row.rows, row.exact),
    change(row)
  ]);
  const note = md`Other sessions may have written meanwhile. ≈ is the planner's estimate.\n`;
  return fold(
    md`Rows of ${count(all.length, "table")}, before and after`,
    md`${table([md`Table`, md`Before`, md`After`, md`Change`], cells)}\n${note}`
  );
}
function change(row) {
  const gone = rowsGone(row);
  if (gone === null) return md`–`;
  const about = row.exact && row.before?.exact === true ? md`` : md`≈ `;
  const number = Math.abs(gone).toLocaleString("en-US");
  if (gone > 0) return md`**${about}−${number}**`;
  return gone === 0 ? md`${about}0` : md`${about}+${number}`;
}
function unfinished2({ unfinished: all }) {
  if (all.length === 0) return md``;
  const items = all.map(
    ({ object, what, promised }) => md`${code(object)}: ${text(what)}${promised ? md` (the plan leaves it so)` : md``}`
  );
  return fold(md`Invalid or not validated: ${count(all.length, "object")}`, bullets(items));
}
function extensions4({ extensions: all }) {
  if (all.length === 0) return md``;
  const number = (value, absent) => value === null ? absent : value.toLocaleString("en-US");
  const cells = all.map(({ name, before, after }) => [code(name), number(before, md`not known`), number(after, md`none`)]);
  return fold(md`Objects of ${count(all.length, "extension")}`, table([md`Extension`, md`Before`, md`Now`], cells));
}
function footer3({ tool, at }) {
  const when = /^[\dTZ:.+-]+$/.test(at) ? at : text(at);
  return md`---\nWritten by ${text(tool)} at ${when}. The database was read on a connection of its own, nothing was written to it.\n`;
}

// src/task-log.ts
function taskFolder(task) {
  return join4("dev-docs", "active", task, "db");
}
async function writeCheck(folder, checked, templates, redact) {
  await refuseLinks(checked.inputs.root, join4(folder, "artifacts"));
  await writeWhole(join4(folder, "00-connection-check.md"), redact(renderConnection(checked, templates["00-connection-check"])));
}
async function writePreflight(folder, preflight2, templates, redact, typed) {
  const { comparison, instead, live, proposal } = preflight2;
  const artifact = (name) => join4(folder, "artifacts", name);
  const planned = proposal.verdict.outcome === "planned" && instead?.kind !== "migrations" ? proposal.plan : null;
  await writeCheck(folder, preflight2, templates, redact);
  await removeFile(artifact("plan.json"));
  await writeWhole(join4(folder, "01-drift-report.md"), redact(renderDrift(preflight2, templates["01-drift-report"])));
  await writeWhole(
    join4(folder, "02-migration-plan.md"),
    redact(renderPlan(preflight2, templates["02-migration-plan"], typed(artifact("plan.json"))))
  );
  await writeWhole(artifact("live.json"), json(live));
  await writeWhole(artifact("desired.json"), json(comparison.code));
  if (planned === null) return null;
  await writeWhole(artifact("plan.json"), json(planned));
  return artifact("plan.json");
}
async function openJournal(folder, run, plan, redact) {
  const path = journalPath(folder);
  const append = (event) => appendFileSync(path, `${JSON.stringify(redactValues(event, redact))}
`, { flush: true });
  try {
    await mkdir2(dirname2(path), { recursive: true });
    await keepEarlierLog(folder, run.startedAt);
    for (const name of ["artifacts/execution.json", "artifacts/verification.json", "04-verification.md"])
      await removeFile(join4(folder, ...name.split("/")));
    await writeWhole(join4(folder, "artifacts", "applied-plan.json"), json(plan));
    await writeWhole(join4(folder, "03-execution-log.md"), redact(renderRunning(run)));
    await endCutLine(path);
  } catch (error) {
    throw new UserError(
      "apply-failed",
      `The log can't be written to ${folder}, and nothing runs without one: ${error instanceof Error ? error.message : error}. Nothing was changed.`,
      "Make room there, or give this user the right to write, or choose another folder with --out.",
      { cause: error }
    );
  }
  return { append };
}
async function readJournal(folder) {
  return readFile2(journalPath(folder), "utf8").catch(() => null);
}
function journalPath(folder) {
  return join4(folder, "artifacts", "execution.jsonl");
}
async function endCutLine(path) {
  const text2 = await readFile2(path, "utf8").catch(() => "");
  if (text2 !== "" && !text2.endsWith("\n")) appendFileSync(path, "\n", { flush: true });
}
async function writeExecution(folder, execution, plan, templates, redact) {
  await keepEarlierLog(folder, execution.startedAt);
  await writeWhole(join4(folder, "03-execution-log.md"), redact(renderExecution(execution, plan, templates["03-execution-log"])));
  await writeWhole(join4(folder, "artifacts", "execution.json"), json(redactValues(execution, redact)));
}
async function keepEarlierLog(folder, current) {
  const path = (name) => join4(folder, ...name.split("/"));
  const text2 = await readFile2(path("artifacts/execution.json"), "utf8").catch(() => null);
  const { outcome, startedAt } = text2 === null ? {} : earlierExecution(text2);
  if (startedAt === void 0 || !/^\d{4}-[\d:.TZ-]{10,24}$/.test(startedAt)) return;
  if (startedAt === current) return;
  if (outcome !== "applied" && outcome !== "partially-applied" && outcome !== "failed") return;
  const stamp = startedAt.replaceAll(/[:.]/g, "-");
  for (const [from, to] of [
    ["03-execution-log.md", `03-execution-log.${stamp}.md`],
    ["artifacts/execution.json", `artifacts/execution.${stamp}.json`]
  ])
    await rename2(path(from), path(to)).catch(() => void 0);
}
function earlierExecution(text2) {
  try {
    return JSON.parse(text2);
  } catch {
    return {};
  }
}
async function writeVerification(folder, verification, templates, redact) {
  await writeWhole(join4(folder, "04-verification.md"), redact(renderVerification(verification, templates["04-verification"])));
  await writeWhole(join4(folder, "artifacts", "verification.json"), json(redactValues(verification, redact)));
}
function json(value) {
  return `${JSON.stringify(value, null, 1).replaceAll(/[^\P{C}\n]|[\p{Zl}\p{Zp}]|##(?=\[)/gu, escapeUnits)}
`;
}
function escapeUnits(text2) {
  return Array.from({ length: text2.length }, (_, at) => `\\u${text2.charCodeAt(at).toString(16).padStart(4, "0")}`).join("");
}

// src/session.ts
import { readFile as readFile3 } from "node:fs/promises";
import { join as join5, relative as relative3, resolve as resolve4 } from "node:path";
import { createInterface } from "node:readline/promises";
import { styleText } from "node:util";

// src/report/templates.ts
var templateNames = [
  "00-connection-check",
  "01-drift-report",
  "02-migration-plan",
  "03-execution-log",
  "04-verification"
];

// src/session.ts
var exitStatus = { done: 0, changes: 2, blocked: 3, failed: 1, usage: 64 };
async function inputsOf(flags, session, environment2) {
  const inputs = await readInputs(flags, session.surroundings, { environment: environment2 });
  session.redact = redactor([...urlsAround(flags, session.surroundings.environment), inputs.url?.reveal() ?? ""]);
  return inputs;
}
function urlsAround(flags, environment2) {
  const { url, devUrl, ...others } = flags;
  const misplaced = Object.values(others).flatMap((value) => typeof value === "string" && value.includes("://") ? [value] : []);
  return [url, devUrl, environment2["DATABASE_URL"], ...misplaced].filter((text2) => text2 !== void 0);
}
async function chooseTask(flags, inputs, { tools }) {
  const proposed = inputs.task ?? (await tools.readGit(inputs.workingDirectory))?.taskSlug ?? "schema";
  const asks = inputs.task === null && flags.out === void 0 && flags.json !== true && process.stdin.isTTY && process.stderr.isTTY;
  const task = asks ? await confirmTask(proposed) : proposed;
  return { task, folder: flags.out === void 0 ? join5(inputs.root, taskFolder(task)) : resolve4(flags.out) };
}
async function confirmTask(proposed) {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = (await prompt.question(`Task (names the folder of the log) [${proposed}]: `)).trim();
    if (answer !== "" && !isSlug(answer))
      throw new UserError(
        "invalid-input",
        "A task may hold letters, digits, dots, dashes and underscores.",
        "Choose another name, or pass --task."
      );
    return answer === "" ? proposed : answer;
  } finally {
    prompt.close();
  }
}
async function readTemplates() {
  const entries = await Promise.all(
    templateNames.map(async (name) => [name, await readFile3(homePath(`templates/${name}.md`), "utf8")])
  );
  return Object.fromEntries(entries);
}
function shown2(path) {
  const way = relative3(process.cwd(), path);
  return way.startsWith("..") ? path : way;
}
var paint = (style, text2) => paintFor(process.stdout)(style, text2);
function paintFor(stream) {
  return (style, text2) => styleText(style, text2, { stream });
}

export {
  readRegularFile,
  inside,
  refuseLinks,
  writeWhole,
  removeFile,
  isErrno,
  gitReader,
  changedSince,
  deletedSince,
  gitIn,
  redactor,
  secretPieces,
  redactValues,
  describeChange,
  preflightDocument,
  applyDocument,
  verifyDocument,
  baselineDocument,
  rehearseDocument,
  plainDocument,
  initDocument,
  failureDocument,
  shortSql,
  digestOf,
  shortDigest,
  majorOf,
  effectWords,
  effects,
  md,
  visible,
  code,
  text,
  prose,
  fence,
  table,
  bullets,
  fold,
  join2 as join,
  count,
  engineTitle,
  rehearsalWords,
  waitOf,
  summarizePreflight,
  summarizeCheck,
  safe,
  ignoreChanges,
  isIgnored,
  isIgnoredName,
  diff,
  differingFields,
  neutralize,
  withoutBelongings,
  findDrift,
  compareWithCode,
  ranges,
  ageWords,
  runtimeOf,
  commandLine,
  readText,
  configCandidates,
  detectSource,
  byOutcome,
  progress,
  stoppingPoint,
  nextSteps,
  nextAfterVerification,
  applyAgain,
  checkVerification,
  readConfig2 as readConfig,
  readInputs,
  renderConnection,
  countDrift,
  unmanaged,
  missing2 as missing,
  historyProblems,
  pending,
  undetermined,
  kept,
  compared,
  executedTable,
  ending,
  stoppedAt,
  whatIsLeft,
  destruction,
  movedList,
  numberedSql,
  whatHappened2 as whatHappened,
  whereItStands,
  halves,
  permissionList,
  instant,
  reasonsTable,
  stepList,
  approvalMeaning,
  checkCare,
  strategyLists,
  wayBack,
  checksTable,
  differenceList,
  secondPlan2 as secondPlan,
  renderVerification,
  taskFolder,
  writeCheck,
  writePreflight,
  openJournal,
  readJournal,
  writeExecution,
  writeVerification,
  json,
  exitStatus,
  inputsOf,
  urlsAround,
  chooseTask,
  readTemplates,
  shown2 as shown,
  paint,
  paintFor
};
