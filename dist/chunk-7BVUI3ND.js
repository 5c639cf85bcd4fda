import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  apply,
  changedSince,
  check,
  commandRunner,
  contextOfScripts,
  coveredOf,
  diagnosisOf,
  differsInSpelling,
  folderCache,
  gateRoute,
  historyProblems,
  inOneSpelling,
  judgePlan,
  judgePromotion,
  observedIn,
  openSource,
  openTarget,
  openWritableTarget,
  preflight,
  promotionEvidence,
  readPlan,
  rehearse,
  replayHistory,
  rolesOf,
  sideOf,
  snapshot,
  standInSetting,
  today,
  uncomparable,
  usualStandInLimits,
  verifiable,
  verify,
  version,
  watchSignals,
  withRows
} from "./chunk-ZL55YM5Z.js";
import "./chunk-36BEUYFX.js";
import {
  applyDocument,
  baselineDocument,
  bullets,
  byOutcome,
  checkVerification,
  chooseTask,
  code,
  commandLine,
  count,
  describeChange,
  diff,
  effectWords,
  exitStatus,
  failureDocument,
  fence,
  fold,
  gitReader,
  ignoreChanges,
  inputsOf,
  instant,
  join,
  json,
  majorOf,
  md,
  neutralize,
  nextAfterVerification,
  nextSteps,
  openJournal,
  paint,
  paintFor,
  plainDocument,
  preflightDocument,
  progress,
  prose,
  ranges,
  readJournal,
  readTemplates,
  reasonsTable,
  redactValues,
  redactor,
  refuseLinks,
  rehearsalWords,
  rehearseDocument,
  removeFile,
  runtimeOf,
  safe,
  shortDigest,
  shortSql,
  shown,
  stoppingPoint,
  summarizeCheck,
  summarizePreflight,
  table,
  taskFolder,
  text,
  urlsAround,
  verifyDocument,
  waitOf,
  writeCheck,
  writeExecution,
  writePreflight,
  writeVerification,
  writeWhole
} from "./chunk-Y7KZBQ6H.js";
import "./chunk-7WQU5GB5.js";
import {
  changedId
} from "./chunk-ZKYGNOYZ.js";
import "./chunk-QXUCRDIG.js";
import {
  canonicalJson,
  fingerprint,
  sha256
} from "./chunk-KWIZQELA.js";
import {
  UserError
} from "./chunk-JN2SGYBL.js";
import "./chunk-HVH5A3JS.js";
import "./chunk-MCIORTWX.js";
import "./chunk-2LLQSP74.js";
import {
  objectId,
  ownerOf
} from "./chunk-TI3Q4EXQ.js";
import "./chunk-LQ7MRN4E.js";
import {
  __callDispose,
  __commonJS,
  __require,
  __toESM,
  __using
} from "./chunk-KPJN5OEV.js";

// node_modules/commander/lib/error.js
var require_error = __commonJS({
  "node_modules/commander/lib/error.js"(exports) {
    var CommanderError2 = class extends Error {
      /**
       * Constructs the CommanderError class
       * @param {number} exitCode suggested exit code which could be used with process.exit
       * @param {string} code an id string representing the error
       * @param {string} message human-readable description of the error
       */
      constructor(exitCode, code2, message) {
        super(message);
        Error.captureStackTrace(this, this.constructor);
        this.name = this.constructor.name;
        this.code = code2;
        this.exitCode = exitCode;
        this.nestedError = void 0;
      }
    };
    var InvalidArgumentError2 = class extends CommanderError2 {
      /**
       * Constructs the InvalidArgumentError class
       * @param {string} [message] explanation of why argument is invalid
       */
      constructor(message) {
        super(1, "commander.invalidArgument", message);
        Error.captureStackTrace(this, this.constructor);
        this.name = this.constructor.name;
      }
    };
    exports.CommanderError = CommanderError2;
    exports.InvalidArgumentError = InvalidArgumentError2;
  }
});

// node_modules/commander/lib/argument.js
var require_argument = __commonJS({
  "node_modules/commander/lib/argument.js"(exports) {
    var { InvalidArgumentError: InvalidArgumentError2 } = require_error();
    var Argument2 = class {
      /**
       * Initialize a new command argument with the given name and description.
       * The default is that the argument is required, and you can explicitly
       * indicate this with <> around the name. Put [] around the name for an optional argument.
       *
       * @param {string} name
       * @param {string} [description]
       */
      constructor(name, description) {
        this.description = description || "";
        this.variadic = false;
        this.parseArg = void 0;
        this.defaultValue = void 0;
        this.defaultValueDescription = void 0;
        this.argChoices = void 0;
        switch (name[0]) {
          case "<":
            this.required = true;
            this._name = name.slice(1, -1);
            break;
          case "[":
            this.required = false;
            this._name = name.slice(1, -1);
            break;
          default:
            this.required = true;
            this._name = name;
            break;
        }
        if (this._name.endsWith("...")) {
          this.variadic = true;
          this._name = this._name.slice(0, -3);
        }
      }
      /**
       * Return argument name.
       *
       * @return {string}
       */
      name() {
        return this._name;
      }
      /**
       * @package
       */
      _collectValue(value, previous) {
        if (previous === this.defaultValue || !Array.isArray(previous)) {
          return [value];
        }
        previous.push(value);
        return previous;
      }
      /**
       * Set the default value, and optionally supply the description to be displayed in the help.
       *
       * @param {*} value
       * @param {string} [description]
       * @return {Argument}
       */
      default(value, description) {
        this.defaultValue = value;
        this.defaultValueDescription = description;
        return this;
      }
      /**
       * Set the custom handler for processing CLI command arguments into argument values.
       *
       * @param {Function} [fn]
       * @return {Argument}
       */
      argParser(fn) {
        this.parseArg = fn;
        return this;
      }
      /**
       * Only allow argument value to be one of choices.
       *
       * @param {string[]} values
       * @return {Argument}
       */
      choices(values) {
        this.argChoices = values.slice();
        this.parseArg = (arg, previous) => {
          if (!this.argChoices.includes(arg)) {
            throw new InvalidArgumentError2(
              `Allowed choices are ${this.argChoices.join(", ")}.`
            );
          }
          if (this.variadic) {
            return this._collectValue(arg, previous);
          }
          return arg;
        };
        return this;
      }
      /**
       * Make argument required.
       *
       * @returns {Argument}
       */
      argRequired() {
        this.required = true;
        return this;
      }
      /**
       * Make argument optional.
       *
       * @returns {Argument}
       */
      argOptional() {
        this.required = false;
        return this;
      }
    };
    function humanReadableArgName(arg) {
      const nameOutput = arg.name() + (arg.variadic === true ? "..." : "");
      return arg.required ? "<" + nameOutput + ">" : "[" + nameOutput + "]";
    }
    exports.Argument = Argument2;
    exports.humanReadableArgName = humanReadableArgName;
  }
});

// node_modules/commander/lib/help.js
var require_help = __commonJS({
  "node_modules/commander/lib/help.js"(exports) {
    var { humanReadableArgName } = require_argument();
    var Help2 = class {
      constructor() {
        this.helpWidth = void 0;
        this.minWidthToWrap = 40;
        this.sortSubcommands = false;
        this.sortOptions = false;
        this.showGlobalOptions = false;
      }
      /**
       * prepareContext is called by Commander after applying overrides from `Command.configureHelp()`
       * and just before calling `formatHelp()`.
       *
       * Commander just uses the helpWidth and the rest is provided for optional use by more complex subclasses.
       *
       * @param {{ error?: boolean, helpWidth?: number, outputHasColors?: boolean }} contextOptions
       */
      prepareContext(contextOptions) {
        this.helpWidth = this.helpWidth ?? contextOptions.helpWidth ?? 80;
      }
      /**
       * Get an array of the visible subcommands. Includes a placeholder for the implicit help command, if there is one.
       *
       * @param {Command} cmd
       * @returns {Command[]}
       */
      visibleCommands(cmd) {
        const visibleCommands = cmd.commands.filter((cmd2) => !cmd2._hidden);
        const helpCommand = cmd._getHelpCommand();
        if (helpCommand && !helpCommand._hidden) {
          visibleCommands.push(helpCommand);
        }
        if (this.sortSubcommands) {
          visibleCommands.sort((a, b) => {
            return a.name().localeCompare(b.name());
          });
        }
        return visibleCommands;
      }
      /**
       * Compare options for sort.
       *
       * @param {Option} a
       * @param {Option} b
       * @returns {number}
       */
      compareOptions(a, b) {
        const getSortKey = (option2) => {
          return option2.short ? option2.short.replace(/^-/, "") : option2.long.replace(/^--/, "");
        };
        return getSortKey(a).localeCompare(getSortKey(b));
      }
      /**
       * Get an array of the visible options. Includes a placeholder for the implicit help option, if there is one.
       *
       * @param {Command} cmd
       * @returns {Option[]}
       */
      visibleOptions(cmd) {
        const visibleOptions = cmd.options.filter((option2) => !option2.hidden);
        const helpOption = cmd._getHelpOption();
        if (helpOption && !helpOption.hidden) {
          const removeShort = helpOption.short && cmd._findOption(helpOption.short);
          const removeLong = helpOption.long && cmd._findOption(helpOption.long);
          if (!removeShort && !removeLong) {
            visibleOptions.push(helpOption);
          } else if (helpOption.long && !removeLong) {
            visibleOptions.push(
              cmd.createOption(helpOption.long, helpOption.description)
            );
          } else if (helpOption.short && !removeShort) {
            visibleOptions.push(
              cmd.createOption(helpOption.short, helpOption.description)
            );
          }
        }
        if (this.sortOptions) {
          visibleOptions.sort(this.compareOptions);
        }
        return visibleOptions;
      }
      /**
       * Get an array of the visible global options. (Not including help.)
       *
       * @param {Command} cmd
       * @returns {Option[]}
       */
      visibleGlobalOptions(cmd) {
        if (!this.showGlobalOptions) return [];
        const globalOptions = [];
        for (let ancestorCmd = cmd.parent; ancestorCmd; ancestorCmd = ancestorCmd.parent) {
          const visibleOptions = ancestorCmd.options.filter(
            (option2) => !option2.hidden
          );
          globalOptions.push(...visibleOptions);
        }
        if (this.sortOptions) {
          globalOptions.sort(this.compareOptions);
        }
        return globalOptions;
      }
      /**
       * Get an array of the arguments if any have a description.
       *
       * @param {Command} cmd
       * @returns {Argument[]}
       */
      visibleArguments(cmd) {
        if (cmd._argsDescription) {
          cmd.registeredArguments.forEach((argument) => {
            argument.description = argument.description || cmd._argsDescription[argument.name()] || "";
          });
        }
        if (cmd.registeredArguments.find((argument) => argument.description)) {
          return cmd.registeredArguments;
        }
        return [];
      }
      /**
       * Get the command term to show in the list of subcommands.
       *
       * @param {Command} cmd
       * @returns {string}
       */
      subcommandTerm(cmd) {
        const args = cmd.registeredArguments.map((arg) => humanReadableArgName(arg)).join(" ");
        return cmd._name + (cmd._aliases[0] ? "|" + cmd._aliases[0] : "") + (cmd.options.length ? " [options]" : "") + // simplistic check for non-help option
        (args ? " " + args : "");
      }
      /**
       * Get the option term to show in the list of options.
       *
       * @param {Option} option
       * @returns {string}
       */
      optionTerm(option2) {
        return option2.flags;
      }
      /**
       * Get the argument term to show in the list of arguments.
       *
       * @param {Argument} argument
       * @returns {string}
       */
      argumentTerm(argument) {
        return argument.name();
      }
      /**
       * Get the longest command term length.
       *
       * @param {Command} cmd
       * @param {Help} helper
       * @returns {number}
       */
      longestSubcommandTermLength(cmd, helper) {
        return helper.visibleCommands(cmd).reduce((max, command) => {
          return Math.max(
            max,
            this.displayWidth(
              helper.styleSubcommandTerm(helper.subcommandTerm(command))
            )
          );
        }, 0);
      }
      /**
       * Get the longest option term length.
       *
       * @param {Command} cmd
       * @param {Help} helper
       * @returns {number}
       */
      longestOptionTermLength(cmd, helper) {
        return helper.visibleOptions(cmd).reduce((max, option2) => {
          return Math.max(
            max,
            this.displayWidth(helper.styleOptionTerm(helper.optionTerm(option2)))
          );
        }, 0);
      }
      /**
       * Get the longest global option term length.
       *
       * @param {Command} cmd
       * @param {Help} helper
       * @returns {number}
       */
      longestGlobalOptionTermLength(cmd, helper) {
        return helper.visibleGlobalOptions(cmd).reduce((max, option2) => {
          return Math.max(
            max,
            this.displayWidth(helper.styleOptionTerm(helper.optionTerm(option2)))
          );
        }, 0);
      }
      /**
       * Get the longest argument term length.
       *
       * @param {Command} cmd
       * @param {Help} helper
       * @returns {number}
       */
      longestArgumentTermLength(cmd, helper) {
        return helper.visibleArguments(cmd).reduce((max, argument) => {
          return Math.max(
            max,
            this.displayWidth(
              helper.styleArgumentTerm(helper.argumentTerm(argument))
            )
          );
        }, 0);
      }
      /**
       * Get the command usage to be displayed at the top of the built-in help.
       *
       * @param {Command} cmd
       * @returns {string}
       */
      commandUsage(cmd) {
        let cmdName = cmd._name;
        if (cmd._aliases[0]) {
          cmdName = cmdName + "|" + cmd._aliases[0];
        }
        let ancestorCmdNames = "";
        for (let ancestorCmd = cmd.parent; ancestorCmd; ancestorCmd = ancestorCmd.parent) {
          ancestorCmdNames = ancestorCmd.name() + " " + ancestorCmdNames;
        }
        return ancestorCmdNames + cmdName + " " + cmd.usage();
      }
      /**
       * Get the description for the command.
       *
       * @param {Command} cmd
       * @returns {string}
       */
      commandDescription(cmd) {
        return cmd.description();
      }
      /**
       * Get the subcommand summary to show in the list of subcommands.
       * (Fallback to description for backwards compatibility.)
       *
       * @param {Command} cmd
       * @returns {string}
       */
      subcommandDescription(cmd) {
        return cmd.summary() || cmd.description();
      }
      /**
       * Get the option description to show in the list of options.
       *
       * @param {Option} option
       * @return {string}
       */
      optionDescription(option2) {
        const extraInfo = [];
        if (option2.argChoices) {
          extraInfo.push(
            // use stringify to match the display of the default value
            `choices: ${option2.argChoices.map((choice) => JSON.stringify(choice)).join(", ")}`
          );
        }
        if (option2.defaultValue !== void 0) {
          const showDefault = option2.required || option2.optional || option2.isBoolean() && typeof option2.defaultValue === "boolean";
          if (showDefault) {
            extraInfo.push(
              `default: ${option2.defaultValueDescription || JSON.stringify(option2.defaultValue)}`
            );
          }
        }
        if (option2.presetArg !== void 0 && option2.optional) {
          extraInfo.push(`preset: ${JSON.stringify(option2.presetArg)}`);
        }
        if (option2.envVar !== void 0) {
          extraInfo.push(`env: ${option2.envVar}`);
        }
        if (extraInfo.length > 0) {
          const extraDescription = `(${extraInfo.join(", ")})`;
          if (option2.description) {
            return `${option2.description} ${extraDescription}`;
          }
          return extraDescription;
        }
        return option2.description;
      }
      /**
       * Get the argument description to show in the list of arguments.
       *
       * @param {Argument} argument
       * @return {string}
       */
      argumentDescription(argument) {
        const extraInfo = [];
        if (argument.argChoices) {
          extraInfo.push(
            // use stringify to match the display of the default value
            `choices: ${argument.argChoices.map((choice) => JSON.stringify(choice)).join(", ")}`
          );
        }
        if (argument.defaultValue !== void 0) {
          extraInfo.push(
            `default: ${argument.defaultValueDescription || JSON.stringify(argument.defaultValue)}`
          );
        }
        if (extraInfo.length > 0) {
          const extraDescription = `(${extraInfo.join(", ")})`;
          if (argument.description) {
            return `${argument.description} ${extraDescription}`;
          }
          return extraDescription;
        }
        return argument.description;
      }
      /**
       * Format a list of items, given a heading and an array of formatted items.
       *
       * @param {string} heading
       * @param {string[]} items
       * @param {Help} helper
       * @returns string[]
       */
      formatItemList(heading, items, helper) {
        if (items.length === 0) return [];
        return [helper.styleTitle(heading), ...items, ""];
      }
      /**
       * Group items by their help group heading.
       *
       * @param {Command[] | Option[]} unsortedItems
       * @param {Command[] | Option[]} visibleItems
       * @param {Function} getGroup
       * @returns {Map<string, Command[] | Option[]>}
       */
      groupItems(unsortedItems, visibleItems, getGroup) {
        const result = /* @__PURE__ */ new Map();
        unsortedItems.forEach((item) => {
          const group = getGroup(item);
          if (!result.has(group)) result.set(group, []);
        });
        visibleItems.forEach((item) => {
          const group = getGroup(item);
          if (!result.has(group)) {
            result.set(group, []);
          }
          result.get(group).push(item);
        });
        return result;
      }
      /**
       * Generate the built-in help text.
       *
       * @param {Command} cmd
       * @param {Help} helper
       * @returns {string}
       */
      formatHelp(cmd, helper) {
        const termWidth = helper.padWidth(cmd, helper);
        const helpWidth = helper.helpWidth ?? 80;
        function callFormatItem(term, description) {
          return helper.formatItem(term, termWidth, description, helper);
        }
        let output = [
          `${helper.styleTitle("Usage:")} ${helper.styleUsage(helper.commandUsage(cmd))}`,
          ""
        ];
        const commandDescription = helper.commandDescription(cmd);
        if (commandDescription.length > 0) {
          output = output.concat([
            helper.boxWrap(
              helper.styleCommandDescription(commandDescription),
              helpWidth
            ),
            ""
          ]);
        }
        const argumentList = helper.visibleArguments(cmd).map((argument) => {
          return callFormatItem(
            helper.styleArgumentTerm(helper.argumentTerm(argument)),
            helper.styleArgumentDescription(helper.argumentDescription(argument))
          );
        });
        output = output.concat(
          this.formatItemList("Arguments:", argumentList, helper)
        );
        const optionGroups = this.groupItems(
          cmd.options,
          helper.visibleOptions(cmd),
          (option2) => option2.helpGroupHeading ?? "Options:"
        );
        optionGroups.forEach((options, group) => {
          const optionList = options.map((option2) => {
            return callFormatItem(
              helper.styleOptionTerm(helper.optionTerm(option2)),
              helper.styleOptionDescription(helper.optionDescription(option2))
            );
          });
          output = output.concat(this.formatItemList(group, optionList, helper));
        });
        if (helper.showGlobalOptions) {
          const globalOptionList = helper.visibleGlobalOptions(cmd).map((option2) => {
            return callFormatItem(
              helper.styleOptionTerm(helper.optionTerm(option2)),
              helper.styleOptionDescription(helper.optionDescription(option2))
            );
          });
          output = output.concat(
            this.formatItemList("Global Options:", globalOptionList, helper)
          );
        }
        const commandGroups = this.groupItems(
          cmd.commands,
          helper.visibleCommands(cmd),
          (sub) => sub.helpGroup() || "Commands:"
        );
        commandGroups.forEach((commands2, group) => {
          const commandList = commands2.map((sub) => {
            return callFormatItem(
              helper.styleSubcommandTerm(helper.subcommandTerm(sub)),
              helper.styleSubcommandDescription(helper.subcommandDescription(sub))
            );
          });
          output = output.concat(this.formatItemList(group, commandList, helper));
        });
        return output.join("\n");
      }
      /**
       * Return display width of string, ignoring ANSI escape sequences. Used in padding and wrapping calculations.
       *
       * @param {string} str
       * @returns {number}
       */
      displayWidth(str) {
        return stripColor(str).length;
      }
      /**
       * Style the title for displaying in the help. Called with 'Usage:', 'Options:', etc.
       *
       * @param {string} str
       * @returns {string}
       */
      styleTitle(str) {
        return str;
      }
      styleUsage(str) {
        return str.split(" ").map((word) => {
          if (word === "[options]") return this.styleOptionText(word);
          if (word === "[command]") return this.styleSubcommandText(word);
          if (word[0] === "[" || word[0] === "<")
            return this.styleArgumentText(word);
          return this.styleCommandText(word);
        }).join(" ");
      }
      styleCommandDescription(str) {
        return this.styleDescriptionText(str);
      }
      styleOptionDescription(str) {
        return this.styleDescriptionText(str);
      }
      styleSubcommandDescription(str) {
        return this.styleDescriptionText(str);
      }
      styleArgumentDescription(str) {
        return this.styleDescriptionText(str);
      }
      styleDescriptionText(str) {
        return str;
      }
      styleOptionTerm(str) {
        return this.styleOptionText(str);
      }
      styleSubcommandTerm(str) {
        return str.split(" ").map((word) => {
          if (word === "[options]") return this.styleOptionText(word);
          if (word[0] === "[" || word[0] === "<")
            return this.styleArgumentText(word);
          return this.styleSubcommandText(word);
        }).join(" ");
      }
      styleArgumentTerm(str) {
        return this.styleArgumentText(str);
      }
      styleOptionText(str) {
        return str;
      }
      styleArgumentText(str) {
        return str;
      }
      styleSubcommandText(str) {
        return str;
      }
      styleCommandText(str) {
        return str;
      }
      /**
       * Calculate the pad width from the maximum term length.
       *
       * @param {Command} cmd
       * @param {Help} helper
       * @returns {number}
       */
      padWidth(cmd, helper) {
        return Math.max(
          helper.longestOptionTermLength(cmd, helper),
          helper.longestGlobalOptionTermLength(cmd, helper),
          helper.longestSubcommandTermLength(cmd, helper),
          helper.longestArgumentTermLength(cmd, helper)
        );
      }
      /**
       * Detect manually wrapped and indented strings by checking for line break followed by whitespace.
       *
       * @param {string} str
       * @returns {boolean}
       */
      preformatted(str) {
        return /\n[^\S\r\n]/.test(str);
      }
      /**
       * Format the "item", which consists of a term and description. Pad the term and wrap the description, indenting the following lines.
       *
       * So "TTT", 5, "DDD DDDD DD DDD" might be formatted for this.helpWidth=17 like so:
       *   TTT  DDD DDDD
       *        DD DDD
       *
       * @param {string} term
       * @param {number} termWidth
       * @param {string} description
       * @param {Help} helper
       * @returns {string}
       */
      formatItem(term, termWidth, description, helper) {
        const itemIndent = 2;
        const itemIndentStr = " ".repeat(itemIndent);
        if (!description) return itemIndentStr + term;
        const paddedTerm = term.padEnd(
          termWidth + term.length - helper.displayWidth(term)
        );
        const spacerWidth = 2;
        const helpWidth = this.helpWidth ?? 80;
        const remainingWidth = helpWidth - termWidth - spacerWidth - itemIndent;
        let formattedDescription;
        if (remainingWidth < this.minWidthToWrap || helper.preformatted(description)) {
          formattedDescription = description;
        } else {
          const wrappedDescription = helper.boxWrap(description, remainingWidth);
          formattedDescription = wrappedDescription.replace(
            /\n/g,
            "\n" + " ".repeat(termWidth + spacerWidth)
          );
        }
        return itemIndentStr + paddedTerm + " ".repeat(spacerWidth) + formattedDescription.replace(/\n/g, `
${itemIndentStr}`);
      }
      /**
       * Wrap a string at whitespace, preserving existing line breaks.
       * Wrapping is skipped if the width is less than `minWidthToWrap`.
       *
       * @param {string} str
       * @param {number} width
       * @returns {string}
       */
      boxWrap(str, width) {
        if (width < this.minWidthToWrap) return str;
        const rawLines = str.split(/\r\n|\n/);
        const chunkPattern = /[\s]*[^\s]+/g;
        const wrappedLines = [];
        rawLines.forEach((line) => {
          const chunks = line.match(chunkPattern);
          if (chunks === null) {
            wrappedLines.push("");
            return;
          }
          let sumChunks = [chunks.shift()];
          let sumWidth = this.displayWidth(sumChunks[0]);
          chunks.forEach((chunk) => {
            const visibleWidth = this.displayWidth(chunk);
            if (sumWidth + visibleWidth <= width) {
              sumChunks.push(chunk);
              sumWidth += visibleWidth;
              return;
            }
            wrappedLines.push(sumChunks.join(""));
            const nextChunk = chunk.trimStart();
            sumChunks = [nextChunk];
            sumWidth = this.displayWidth(nextChunk);
          });
          wrappedLines.push(sumChunks.join(""));
        });
        return wrappedLines.join("\n");
      }
    };
    function stripColor(str) {
      const sgrPattern = /\x1b\[\d*(;\d*)*m/g;
      return str.replace(sgrPattern, "");
    }
    exports.Help = Help2;
    exports.stripColor = stripColor;
  }
});

// node_modules/commander/lib/option.js
var require_option = __commonJS({
  "node_modules/commander/lib/option.js"(exports) {
    var { InvalidArgumentError: InvalidArgumentError2 } = require_error();
    var Option2 = class {
      /**
       * Initialize a new `Option` with the given `flags` and `description`.
       *
       * @param {string} flags
       * @param {string} [description]
       */
      constructor(flags, description) {
        this.flags = flags;
        this.description = description || "";
        this.required = flags.includes("<");
        this.optional = flags.includes("[");
        this.variadic = /\w\.\.\.[>\]]$/.test(flags);
        this.mandatory = false;
        const optionFlags = splitOptionFlags(flags);
        this.short = optionFlags.shortFlag;
        this.long = optionFlags.longFlag;
        this.negate = false;
        if (this.long) {
          this.negate = this.long.startsWith("--no-");
        }
        this.defaultValue = void 0;
        this.defaultValueDescription = void 0;
        this.presetArg = void 0;
        this.envVar = void 0;
        this.parseArg = void 0;
        this.hidden = false;
        this.argChoices = void 0;
        this.conflictsWith = [];
        this.implied = void 0;
        this.helpGroupHeading = void 0;
      }
      /**
       * Set the default value, and optionally supply the description to be displayed in the help.
       *
       * @param {*} value
       * @param {string} [description]
       * @return {Option}
       */
      default(value, description) {
        this.defaultValue = value;
        this.defaultValueDescription = description;
        return this;
      }
      /**
       * Preset to use when option used without option-argument, especially optional but also boolean and negated.
       * The custom processing (parseArg) is called.
       *
       * @example
       * new Option('--color').default('GREYSCALE').preset('RGB');
       * new Option('--donate [amount]').preset('20').argParser(parseFloat);
       *
       * @param {*} arg
       * @return {Option}
       */
      preset(arg) {
        this.presetArg = arg;
        return this;
      }
      /**
       * Add option name(s) that conflict with this option.
       * An error will be displayed if conflicting options are found during parsing.
       *
       * @example
       * new Option('--rgb').conflicts('cmyk');
       * new Option('--js').conflicts(['ts', 'jsx']);
       *
       * @param {(string | string[])} names
       * @return {Option}
       */
      conflicts(names) {
        this.conflictsWith = this.conflictsWith.concat(names);
        return this;
      }
      /**
       * Specify implied option values for when this option is set and the implied options are not.
       *
       * The custom processing (parseArg) is not called on the implied values.
       *
       * @example
       * program
       *   .addOption(new Option('--log', 'write logging information to file'))
       *   .addOption(new Option('--trace', 'log extra details').implies({ log: 'trace.txt' }));
       *
       * @param {object} impliedOptionValues
       * @return {Option}
       */
      implies(impliedOptionValues) {
        let newImplied = impliedOptionValues;
        if (typeof impliedOptionValues === "string") {
          newImplied = { [impliedOptionValues]: true };
        }
        this.implied = Object.assign(this.implied || {}, newImplied);
        return this;
      }
      /**
       * Set environment variable to check for option value.
       *
       * An environment variable is only used if when processed the current option value is
       * undefined, or the source of the current value is 'default' or 'config' or 'env'.
       *
       * @param {string} name
       * @return {Option}
       */
      env(name) {
        this.envVar = name;
        return this;
      }
      /**
       * Set the custom handler for processing CLI option arguments into option values.
       *
       * @param {Function} [fn]
       * @return {Option}
       */
      argParser(fn) {
        this.parseArg = fn;
        return this;
      }
      /**
       * Whether the option is mandatory and must have a value after parsing.
       *
       * @param {boolean} [mandatory=true]
       * @return {Option}
       */
      makeOptionMandatory(mandatory = true) {
        this.mandatory = !!mandatory;
        return this;
      }
      /**
       * Hide option in help.
       *
       * @param {boolean} [hide=true]
       * @return {Option}
       */
      hideHelp(hide = true) {
        this.hidden = !!hide;
        return this;
      }
      /**
       * @package
       */
      _collectValue(value, previous) {
        if (previous === this.defaultValue || !Array.isArray(previous)) {
          return [value];
        }
        previous.push(value);
        return previous;
      }
      /**
       * Only allow option value to be one of choices.
       *
       * @param {string[]} values
       * @return {Option}
       */
      choices(values) {
        this.argChoices = values.slice();
        this.parseArg = (arg, previous) => {
          if (!this.argChoices.includes(arg)) {
            throw new InvalidArgumentError2(
              `Allowed choices are ${this.argChoices.join(", ")}.`
            );
          }
          if (this.variadic) {
            return this._collectValue(arg, previous);
          }
          return arg;
        };
        return this;
      }
      /**
       * Return option name.
       *
       * @return {string}
       */
      name() {
        if (this.long) {
          return this.long.replace(/^--/, "");
        }
        return this.short.replace(/^-/, "");
      }
      /**
       * Return option name, in a camelcase format that can be used
       * as an object attribute key.
       *
       * @return {string}
       */
      attributeName() {
        if (this.negate) {
          return camelcase(this.name().replace(/^no-/, ""));
        }
        return camelcase(this.name());
      }
      /**
       * Set the help group heading.
       *
       * @param {string} heading
       * @return {Option}
       */
      helpGroup(heading) {
        this.helpGroupHeading = heading;
        return this;
      }
      /**
       * Check if `arg` matches the short or long flag.
       *
       * @param {string} arg
       * @return {boolean}
       * @package
       */
      is(arg) {
        return this.short === arg || this.long === arg;
      }
      /**
       * Return whether a boolean option.
       *
       * Options are one of boolean, negated, required argument, or optional argument.
       *
       * @return {boolean}
       * @package
       */
      isBoolean() {
        return !this.required && !this.optional && !this.negate;
      }
    };
    var DualOptions = class {
      /**
       * @param {Option[]} options
       */
      constructor(options) {
        this.positiveOptions = /* @__PURE__ */ new Map();
        this.negativeOptions = /* @__PURE__ */ new Map();
        this.dualOptions = /* @__PURE__ */ new Set();
        options.forEach((option2) => {
          if (option2.negate) {
            this.negativeOptions.set(option2.attributeName(), option2);
          } else {
            this.positiveOptions.set(option2.attributeName(), option2);
          }
        });
        this.negativeOptions.forEach((value, key) => {
          if (this.positiveOptions.has(key)) {
            this.dualOptions.add(key);
          }
        });
      }
      /**
       * Did the value come from the option, and not from possible matching dual option?
       *
       * @param {*} value
       * @param {Option} option
       * @returns {boolean}
       */
      valueFromOption(value, option2) {
        const optionKey = option2.attributeName();
        if (!this.dualOptions.has(optionKey)) return true;
        const preset = this.negativeOptions.get(optionKey).presetArg;
        const negativeValue = preset !== void 0 ? preset : false;
        return option2.negate === (negativeValue === value);
      }
    };
    function camelcase(str) {
      return str.split("-").reduce((str2, word) => {
        return str2 + word[0].toUpperCase() + word.slice(1);
      });
    }
    function splitOptionFlags(flags) {
      let shortFlag;
      let longFlag;
      const shortFlagExp = /^-[^-]$/;
      const longFlagExp = /^--[^-]/;
      const flagParts = flags.split(/[ |,]+/).concat("guard");
      if (shortFlagExp.test(flagParts[0])) shortFlag = flagParts.shift();
      if (longFlagExp.test(flagParts[0])) longFlag = flagParts.shift();
      if (!shortFlag && shortFlagExp.test(flagParts[0]))
        shortFlag = flagParts.shift();
      if (!shortFlag && longFlagExp.test(flagParts[0])) {
        shortFlag = longFlag;
        longFlag = flagParts.shift();
      }
      if (flagParts[0].startsWith("-")) {
        const unsupportedFlag = flagParts[0];
        const baseError = `option creation failed due to '${unsupportedFlag}' in option flags '${flags}'`;
        if (/^-[^-][^-]/.test(unsupportedFlag))
          throw new Error(
            `${baseError}
- a short flag is a single dash and a single character
  - either use a single dash and a single character (for a short flag)
  - or use a double dash for a long option (and can have two, like '--ws, --workspace')`
          );
        if (shortFlagExp.test(unsupportedFlag))
          throw new Error(`${baseError}
- too many short flags`);
        if (longFlagExp.test(unsupportedFlag))
          throw new Error(`${baseError}
- too many long flags`);
        throw new Error(`${baseError}
- unrecognised flag format`);
      }
      if (shortFlag === void 0 && longFlag === void 0)
        throw new Error(
          `option creation failed due to no flags found in '${flags}'.`
        );
      return { shortFlag, longFlag };
    }
    exports.Option = Option2;
    exports.DualOptions = DualOptions;
  }
});

// node_modules/commander/lib/suggestSimilar.js
var require_suggestSimilar = __commonJS({
  "node_modules/commander/lib/suggestSimilar.js"(exports) {
    var maxDistance = 3;
    function editDistance(a, b) {
      if (Math.abs(a.length - b.length) > maxDistance)
        return Math.max(a.length, b.length);
      const d = [];
      for (let i = 0; i <= a.length; i++) {
        d[i] = [i];
      }
      for (let j = 0; j <= b.length; j++) {
        d[0][j] = j;
      }
      for (let j = 1; j <= b.length; j++) {
        for (let i = 1; i <= a.length; i++) {
          let cost = 1;
          if (a[i - 1] === b[j - 1]) {
            cost = 0;
          } else {
            cost = 1;
          }
          d[i][j] = Math.min(
            d[i - 1][j] + 1,
            // deletion
            d[i][j - 1] + 1,
            // insertion
            d[i - 1][j - 1] + cost
            // substitution
          );
          if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
            d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
          }
        }
      }
      return d[a.length][b.length];
    }
    function suggestSimilar(word, candidates) {
      if (!candidates || candidates.length === 0) return "";
      candidates = Array.from(new Set(candidates));
      const searchingOptions = word.startsWith("--");
      if (searchingOptions) {
        word = word.slice(2);
        candidates = candidates.map((candidate) => candidate.slice(2));
      }
      let similar = [];
      let bestDistance = maxDistance;
      const minSimilarity = 0.4;
      candidates.forEach((candidate) => {
        if (candidate.length <= 1) return;
        const distance = editDistance(word, candidate);
        const length = Math.max(word.length, candidate.length);
        const similarity = (length - distance) / length;
        if (similarity > minSimilarity) {
          if (distance < bestDistance) {
            bestDistance = distance;
            similar = [candidate];
          } else if (distance === bestDistance) {
            similar.push(candidate);
          }
        }
      });
      similar.sort((a, b) => a.localeCompare(b));
      if (searchingOptions) {
        similar = similar.map((candidate) => `--${candidate}`);
      }
      if (similar.length > 1) {
        return `
(Did you mean one of ${similar.join(", ")}?)`;
      }
      if (similar.length === 1) {
        return `
(Did you mean ${similar[0]}?)`;
      }
      return "";
    }
    exports.suggestSimilar = suggestSimilar;
  }
});

// node_modules/commander/lib/command.js
var require_command = __commonJS({
  "node_modules/commander/lib/command.js"(exports) {
    var EventEmitter = __require("node:events").EventEmitter;
    var childProcess = __require("node:child_process");
    var path = __require("node:path");
    var fs = __require("node:fs");
    var process2 = __require("node:process");
    var { Argument: Argument2, humanReadableArgName } = require_argument();
    var { CommanderError: CommanderError2 } = require_error();
    var { Help: Help2, stripColor } = require_help();
    var { Option: Option2, DualOptions } = require_option();
    var { suggestSimilar } = require_suggestSimilar();
    var Command2 = class _Command extends EventEmitter {
      /**
       * Initialize a new `Command`.
       *
       * @param {string} [name]
       */
      constructor(name) {
        super();
        this.commands = [];
        this.options = [];
        this.parent = null;
        this._allowUnknownOption = false;
        this._allowExcessArguments = false;
        this.registeredArguments = [];
        this._args = this.registeredArguments;
        this.args = [];
        this.rawArgs = [];
        this.processedArgs = [];
        this._scriptPath = null;
        this._name = name || "";
        this._optionValues = {};
        this._optionValueSources = {};
        this._storeOptionsAsProperties = false;
        this._actionHandler = null;
        this._executableHandler = false;
        this._executableFile = null;
        this._executableDir = null;
        this._defaultCommandName = null;
        this._exitCallback = null;
        this._aliases = [];
        this._combineFlagAndOptionalValue = true;
        this._description = "";
        this._summary = "";
        this._argsDescription = void 0;
        this._enablePositionalOptions = false;
        this._passThroughOptions = false;
        this._lifeCycleHooks = {};
        this._showHelpAfterError = false;
        this._showSuggestionAfterError = true;
        this._savedState = null;
        this._outputConfiguration = {
          writeOut: (str) => process2.stdout.write(str),
          writeErr: (str) => process2.stderr.write(str),
          outputError: (str, write2) => write2(str),
          getOutHelpWidth: () => process2.stdout.isTTY ? process2.stdout.columns : void 0,
          getErrHelpWidth: () => process2.stderr.isTTY ? process2.stderr.columns : void 0,
          getOutHasColors: () => useColor() ?? (process2.stdout.isTTY && process2.stdout.hasColors?.()),
          getErrHasColors: () => useColor() ?? (process2.stderr.isTTY && process2.stderr.hasColors?.()),
          stripColor: (str) => stripColor(str)
        };
        this._hidden = false;
        this._helpOption = void 0;
        this._addImplicitHelpCommand = void 0;
        this._helpCommand = void 0;
        this._helpConfiguration = {};
        this._helpGroupHeading = void 0;
        this._defaultCommandGroup = void 0;
        this._defaultOptionGroup = void 0;
      }
      /**
       * Copy settings that are useful to have in common across root command and subcommands.
       *
       * (Used internally when adding a command using `.command()` so subcommands inherit parent settings.)
       *
       * @param {Command} sourceCommand
       * @return {Command} `this` command for chaining
       */
      copyInheritedSettings(sourceCommand) {
        this._outputConfiguration = sourceCommand._outputConfiguration;
        this._helpOption = sourceCommand._helpOption;
        this._helpCommand = sourceCommand._helpCommand;
        this._helpConfiguration = sourceCommand._helpConfiguration;
        this._exitCallback = sourceCommand._exitCallback;
        this._storeOptionsAsProperties = sourceCommand._storeOptionsAsProperties;
        this._combineFlagAndOptionalValue = sourceCommand._combineFlagAndOptionalValue;
        this._allowExcessArguments = sourceCommand._allowExcessArguments;
        this._enablePositionalOptions = sourceCommand._enablePositionalOptions;
        this._showHelpAfterError = sourceCommand._showHelpAfterError;
        this._showSuggestionAfterError = sourceCommand._showSuggestionAfterError;
        return this;
      }
      /**
       * @returns {Command[]}
       * @private
       */
      _getCommandAndAncestors() {
        const result = [];
        for (let command = this; command; command = command.parent) {
          result.push(command);
        }
        return result;
      }
      /**
       * Define a command.
       *
       * There are two styles of command: pay attention to where to put the description.
       *
       * @example
       * // Command implemented using action handler (description is supplied separately to `.command`)
       * program
       *   .command('clone <source> [destination]')
       *   .description('clone a repository into a newly created directory')
       *   .action((source, destination) => {
       *     console.log('clone command called');
       *   });
       *
       * // Command implemented using separate executable file (description is second parameter to `.command`)
       * program
       *   .command('start <service>', 'start named service')
       *   .command('stop [service]', 'stop named service, or all if no name supplied');
       *
       * @param {string} nameAndArgs - command name and arguments, args are `<required>` or `[optional]` and last may also be `variadic...`
       * @param {(object | string)} [actionOptsOrExecDesc] - configuration options (for action), or description (for executable)
       * @param {object} [execOpts] - configuration options (for executable)
       * @return {Command} returns new command for action handler, or `this` for executable command
       */
      command(nameAndArgs, actionOptsOrExecDesc, execOpts) {
        let desc = actionOptsOrExecDesc;
        let opts = execOpts;
        if (typeof desc === "object" && desc !== null) {
          opts = desc;
          desc = null;
        }
        opts = opts || {};
        const [, name, args] = nameAndArgs.match(/([^ ]+) *(.*)/);
        const cmd = this.createCommand(name);
        if (desc) {
          cmd.description(desc);
          cmd._executableHandler = true;
        }
        if (opts.isDefault) this._defaultCommandName = cmd._name;
        cmd._hidden = !!(opts.noHelp || opts.hidden);
        cmd._executableFile = opts.executableFile || null;
        if (args) cmd.arguments(args);
        this._registerCommand(cmd);
        cmd.parent = this;
        cmd.copyInheritedSettings(this);
        if (desc) return this;
        return cmd;
      }
      /**
       * Factory routine to create a new unattached command.
       *
       * See .command() for creating an attached subcommand, which uses this routine to
       * create the command. You can override createCommand to customise subcommands.
       *
       * @param {string} [name]
       * @return {Command} new command
       */
      createCommand(name) {
        return new _Command(name);
      }
      /**
       * You can customise the help with a subclass of Help by overriding createHelp,
       * or by overriding Help properties using configureHelp().
       *
       * @return {Help}
       */
      createHelp() {
        return Object.assign(new Help2(), this.configureHelp());
      }
      /**
       * You can customise the help by overriding Help properties using configureHelp(),
       * or with a subclass of Help by overriding createHelp().
       *
       * @param {object} [configuration] - configuration options
       * @return {(Command | object)} `this` command for chaining, or stored configuration
       */
      configureHelp(configuration) {
        if (configuration === void 0) return this._helpConfiguration;
        this._helpConfiguration = configuration;
        return this;
      }
      /**
       * The default output goes to stdout and stderr. You can customise this for special
       * applications. You can also customise the display of errors by overriding outputError.
       *
       * The configuration properties are all functions:
       *
       *     // change how output being written, defaults to stdout and stderr
       *     writeOut(str)
       *     writeErr(str)
       *     // change how output being written for errors, defaults to writeErr
       *     outputError(str, write) // used for displaying errors and not used for displaying help
       *     // specify width for wrapping help
       *     getOutHelpWidth()
       *     getErrHelpWidth()
       *     // color support, currently only used with Help
       *     getOutHasColors()
       *     getErrHasColors()
       *     stripColor() // used to remove ANSI escape codes if output does not have colors
       *
       * @param {object} [configuration] - configuration options
       * @return {(Command | object)} `this` command for chaining, or stored configuration
       */
      configureOutput(configuration) {
        if (configuration === void 0) return this._outputConfiguration;
        this._outputConfiguration = {
          ...this._outputConfiguration,
          ...configuration
        };
        return this;
      }
      /**
       * Display the help or a custom message after an error occurs.
       *
       * @param {(boolean|string)} [displayHelp]
       * @return {Command} `this` command for chaining
       */
      showHelpAfterError(displayHelp = true) {
        if (typeof displayHelp !== "string") displayHelp = !!displayHelp;
        this._showHelpAfterError = displayHelp;
        return this;
      }
      /**
       * Display suggestion of similar commands for unknown commands, or options for unknown options.
       *
       * @param {boolean} [displaySuggestion]
       * @return {Command} `this` command for chaining
       */
      showSuggestionAfterError(displaySuggestion = true) {
        this._showSuggestionAfterError = !!displaySuggestion;
        return this;
      }
      /**
       * Add a prepared subcommand.
       *
       * See .command() for creating an attached subcommand which inherits settings from its parent.
       *
       * @param {Command} cmd - new subcommand
       * @param {object} [opts] - configuration options
       * @return {Command} `this` command for chaining
       */
      addCommand(cmd, opts) {
        if (!cmd._name) {
          throw new Error(`Command passed to .addCommand() must have a name
- specify the name in Command constructor or using .name()`);
        }
        opts = opts || {};
        if (opts.isDefault) this._defaultCommandName = cmd._name;
        if (opts.noHelp || opts.hidden) cmd._hidden = true;
        this._registerCommand(cmd);
        cmd.parent = this;
        cmd._checkForBrokenPassThrough();
        return this;
      }
      /**
       * Factory routine to create a new unattached argument.
       *
       * See .argument() for creating an attached argument, which uses this routine to
       * create the argument. You can override createArgument to return a custom argument.
       *
       * @param {string} name
       * @param {string} [description]
       * @return {Argument} new argument
       */
      createArgument(name, description) {
        return new Argument2(name, description);
      }
      /**
       * Define argument syntax for command.
       *
       * The default is that the argument is required, and you can explicitly
       * indicate this with <> around the name. Put [] around the name for an optional argument.
       *
       * @example
       * program.argument('<input-file>');
       * program.argument('[output-file]');
       *
       * @param {string} name
       * @param {string} [description]
       * @param {(Function|*)} [parseArg] - custom argument processing function or default value
       * @param {*} [defaultValue]
       * @return {Command} `this` command for chaining
       */
      argument(name, description, parseArg, defaultValue) {
        const argument = this.createArgument(name, description);
        if (typeof parseArg === "function") {
          argument.default(defaultValue).argParser(parseArg);
        } else {
          argument.default(parseArg);
        }
        this.addArgument(argument);
        return this;
      }
      /**
       * Define argument syntax for command, adding multiple at once (without descriptions).
       *
       * See also .argument().
       *
       * @example
       * program.arguments('<cmd> [env]');
       *
       * @param {string} names
       * @return {Command} `this` command for chaining
       */
      arguments(names) {
        names.trim().split(/ +/).forEach((detail) => {
          this.argument(detail);
        });
        return this;
      }
      /**
       * Define argument syntax for command, adding a prepared argument.
       *
       * @param {Argument} argument
       * @return {Command} `this` command for chaining
       */
      addArgument(argument) {
        const previousArgument = this.registeredArguments.slice(-1)[0];
        if (previousArgument?.variadic) {
          throw new Error(
            `only the last argument can be variadic '${previousArgument.name()}'`
          );
        }
        if (argument.required && argument.defaultValue !== void 0 && argument.parseArg === void 0) {
          throw new Error(
            `a default value for a required argument is never used: '${argument.name()}'`
          );
        }
        this.registeredArguments.push(argument);
        return this;
      }
      /**
       * Customise or override default help command. By default a help command is automatically added if your command has subcommands.
       *
       * @example
       *    program.helpCommand('help [cmd]');
       *    program.helpCommand('help [cmd]', 'show help');
       *    program.helpCommand(false); // suppress default help command
       *    program.helpCommand(true); // add help command even if no subcommands
       *
       * @param {string|boolean} enableOrNameAndArgs - enable with custom name and/or arguments, or boolean to override whether added
       * @param {string} [description] - custom description
       * @return {Command} `this` command for chaining
       */
      helpCommand(enableOrNameAndArgs, description) {
        if (typeof enableOrNameAndArgs === "boolean") {
          this._addImplicitHelpCommand = enableOrNameAndArgs;
          if (enableOrNameAndArgs && this._defaultCommandGroup) {
            this._initCommandGroup(this._getHelpCommand());
          }
          return this;
        }
        const nameAndArgs = enableOrNameAndArgs ?? "help [command]";
        const [, helpName, helpArgs] = nameAndArgs.match(/([^ ]+) *(.*)/);
        const helpDescription = description ?? "display help for command";
        const helpCommand = this.createCommand(helpName);
        helpCommand.helpOption(false);
        if (helpArgs) helpCommand.arguments(helpArgs);
        if (helpDescription) helpCommand.description(helpDescription);
        this._addImplicitHelpCommand = true;
        this._helpCommand = helpCommand;
        if (enableOrNameAndArgs || description) this._initCommandGroup(helpCommand);
        return this;
      }
      /**
       * Add prepared custom help command.
       *
       * @param {(Command|string|boolean)} helpCommand - custom help command, or deprecated enableOrNameAndArgs as for `.helpCommand()`
       * @param {string} [deprecatedDescription] - deprecated custom description used with custom name only
       * @return {Command} `this` command for chaining
       */
      addHelpCommand(helpCommand, deprecatedDescription) {
        if (typeof helpCommand !== "object") {
          this.helpCommand(helpCommand, deprecatedDescription);
          return this;
        }
        this._addImplicitHelpCommand = true;
        this._helpCommand = helpCommand;
        this._initCommandGroup(helpCommand);
        return this;
      }
      /**
       * Lazy create help command.
       *
       * @return {(Command|null)}
       * @package
       */
      _getHelpCommand() {
        const hasImplicitHelpCommand = this._addImplicitHelpCommand ?? (this.commands.length && !this._actionHandler && !this._findCommand("help"));
        if (hasImplicitHelpCommand) {
          if (this._helpCommand === void 0) {
            this.helpCommand(void 0, void 0);
          }
          return this._helpCommand;
        }
        return null;
      }
      /**
       * Add hook for life cycle event.
       *
       * @param {string} event
       * @param {Function} listener
       * @return {Command} `this` command for chaining
       */
      hook(event, listener) {
        const allowedValues = ["preSubcommand", "preAction", "postAction"];
        if (!allowedValues.includes(event)) {
          throw new Error(`Unexpected value for event passed to hook : '${event}'.
Expecting one of '${allowedValues.join("', '")}'`);
        }
        if (this._lifeCycleHooks[event]) {
          this._lifeCycleHooks[event].push(listener);
        } else {
          this._lifeCycleHooks[event] = [listener];
        }
        return this;
      }
      /**
       * Register callback to use as replacement for calling process.exit.
       *
       * @param {Function} [fn] optional callback which will be passed a CommanderError, defaults to throwing
       * @return {Command} `this` command for chaining
       */
      exitOverride(fn) {
        if (fn) {
          this._exitCallback = fn;
        } else {
          this._exitCallback = (err) => {
            if (err.code !== "commander.executeSubCommandAsync") {
              throw err;
            } else {
            }
          };
        }
        return this;
      }
      /**
       * Call process.exit, and _exitCallback if defined.
       *
       * @param {number} exitCode exit code for using with process.exit
       * @param {string} code an id string representing the error
       * @param {string} message human-readable description of the error
       * @return never
       * @private
       */
      _exit(exitCode, code2, message) {
        if (this._exitCallback) {
          this._exitCallback(new CommanderError2(exitCode, code2, message));
        }
        process2.exit(exitCode);
      }
      /**
       * Register callback `fn` for the command.
       *
       * @example
       * program
       *   .command('serve')
       *   .description('start service')
       *   .action(function() {
       *      // do work here
       *   });
       *
       * @param {Function} fn
       * @return {Command} `this` command for chaining
       */
      action(fn) {
        const listener = (args) => {
          const expectedArgsCount = this.registeredArguments.length;
          const actionArgs = args.slice(0, expectedArgsCount);
          if (this._storeOptionsAsProperties) {
            actionArgs[expectedArgsCount] = this;
          } else {
            actionArgs[expectedArgsCount] = this.opts();
          }
          actionArgs.push(this);
          return fn.apply(this, actionArgs);
        };
        this._actionHandler = listener;
        return this;
      }
      /**
       * Factory routine to create a new unattached option.
       *
       * See .option() for creating an attached option, which uses this routine to
       * create the option. You can override createOption to return a custom option.
       *
       * @param {string} flags
       * @param {string} [description]
       * @return {Option} new option
       */
      createOption(flags, description) {
        return new Option2(flags, description);
      }
      /**
       * Wrap parseArgs to catch 'commander.invalidArgument'.
       *
       * @param {(Option | Argument)} target
       * @param {string} value
       * @param {*} previous
       * @param {string} invalidArgumentMessage
       * @private
       */
      _callParseArg(target, value, previous, invalidArgumentMessage) {
        try {
          return target.parseArg(value, previous);
        } catch (err) {
          if (err.code === "commander.invalidArgument") {
            const message = `${invalidArgumentMessage} ${err.message}`;
            this.error(message, { exitCode: err.exitCode, code: err.code });
          }
          throw err;
        }
      }
      /**
       * Check for option flag conflicts.
       * Register option if no conflicts found, or throw on conflict.
       *
       * @param {Option} option
       * @private
       */
      _registerOption(option2) {
        const matchingOption = option2.short && this._findOption(option2.short) || option2.long && this._findOption(option2.long);
        if (matchingOption) {
          const matchingFlag = option2.long && this._findOption(option2.long) ? option2.long : option2.short;
          throw new Error(`Cannot add option '${option2.flags}'${this._name && ` to command '${this._name}'`} due to conflicting flag '${matchingFlag}'
-  already used by option '${matchingOption.flags}'`);
        }
        this._initOptionGroup(option2);
        this.options.push(option2);
      }
      /**
       * Check for command name and alias conflicts with existing commands.
       * Register command if no conflicts found, or throw on conflict.
       *
       * @param {Command} command
       * @private
       */
      _registerCommand(command) {
        const knownBy = (cmd) => {
          return [cmd.name()].concat(cmd.aliases());
        };
        const alreadyUsed = knownBy(command).find(
          (name) => this._findCommand(name)
        );
        if (alreadyUsed) {
          const existingCmd = knownBy(this._findCommand(alreadyUsed)).join("|");
          const newCmd = knownBy(command).join("|");
          throw new Error(
            `cannot add command '${newCmd}' as already have command '${existingCmd}'`
          );
        }
        this._initCommandGroup(command);
        this.commands.push(command);
      }
      /**
       * Add an option.
       *
       * @param {Option} option
       * @return {Command} `this` command for chaining
       */
      addOption(option2) {
        this._registerOption(option2);
        const oname = option2.name();
        const name = option2.attributeName();
        if (option2.negate) {
          const positiveLongFlag = option2.long.replace(/^--no-/, "--");
          if (!this._findOption(positiveLongFlag)) {
            this.setOptionValueWithSource(
              name,
              option2.defaultValue === void 0 ? true : option2.defaultValue,
              "default"
            );
          }
        } else if (option2.defaultValue !== void 0) {
          this.setOptionValueWithSource(name, option2.defaultValue, "default");
        }
        const handleOptionValue = (val, invalidValueMessage, valueSource) => {
          if (val == null && option2.presetArg !== void 0) {
            val = option2.presetArg;
          }
          const oldValue = this.getOptionValue(name);
          if (val !== null && option2.parseArg) {
            val = this._callParseArg(option2, val, oldValue, invalidValueMessage);
          } else if (val !== null && option2.variadic) {
            val = option2._collectValue(val, oldValue);
          }
          if (val == null) {
            if (option2.negate) {
              val = false;
            } else if (option2.isBoolean() || option2.optional) {
              val = true;
            } else {
              val = "";
            }
          }
          this.setOptionValueWithSource(name, val, valueSource);
        };
        this.on("option:" + oname, (val) => {
          const invalidValueMessage = `error: option '${option2.flags}' argument '${val}' is invalid.`;
          handleOptionValue(val, invalidValueMessage, "cli");
        });
        if (option2.envVar) {
          this.on("optionEnv:" + oname, (val) => {
            const invalidValueMessage = `error: option '${option2.flags}' value '${val}' from env '${option2.envVar}' is invalid.`;
            handleOptionValue(val, invalidValueMessage, "env");
          });
        }
        return this;
      }
      /**
       * Internal implementation shared by .option() and .requiredOption()
       *
       * @return {Command} `this` command for chaining
       * @private
       */
      _optionEx(config, flags, description, fn, defaultValue) {
        if (typeof flags === "object" && flags instanceof Option2) {
          throw new Error(
            "To add an Option object use addOption() instead of option() or requiredOption()"
          );
        }
        const option2 = this.createOption(flags, description);
        option2.makeOptionMandatory(!!config.mandatory);
        if (typeof fn === "function") {
          option2.default(defaultValue).argParser(fn);
        } else if (fn instanceof RegExp) {
          const regex = fn;
          fn = (val, def) => {
            const m = regex.exec(val);
            return m ? m[0] : def;
          };
          option2.default(defaultValue).argParser(fn);
        } else {
          option2.default(fn);
        }
        return this.addOption(option2);
      }
      /**
       * Define option with `flags`, `description`, and optional argument parsing function or `defaultValue` or both.
       *
       * The `flags` string contains the short and/or long flags, separated by comma, a pipe or space. A required
       * option-argument is indicated by `<>` and an optional option-argument by `[]`.
       *
       * See the README for more details, and see also addOption() and requiredOption().
       *
       * @example
       * program
       *     .option('-p, --pepper', 'add pepper')
       *     .option('--pt, --pizza-type <TYPE>', 'type of pizza') // required option-argument
       *     .option('-c, --cheese [CHEESE]', 'add extra cheese', 'mozzarella') // optional option-argument with default
       *     .option('-t, --tip <VALUE>', 'add tip to purchase cost', parseFloat) // custom parse function
       *
       * @param {string} flags
       * @param {string} [description]
       * @param {(Function|*)} [parseArg] - custom option processing function or default value
       * @param {*} [defaultValue]
       * @return {Command} `this` command for chaining
       */
      option(flags, description, parseArg, defaultValue) {
        return this._optionEx({}, flags, description, parseArg, defaultValue);
      }
      /**
       * Add a required option which must have a value after parsing. This usually means
       * the option must be specified on the command line. (Otherwise the same as .option().)
       *
       * The `flags` string contains the short and/or long flags, separated by comma, a pipe or space.
       *
       * @param {string} flags
       * @param {string} [description]
       * @param {(Function|*)} [parseArg] - custom option processing function or default value
       * @param {*} [defaultValue]
       * @return {Command} `this` command for chaining
       */
      requiredOption(flags, description, parseArg, defaultValue) {
        return this._optionEx(
          { mandatory: true },
          flags,
          description,
          parseArg,
          defaultValue
        );
      }
      /**
       * Alter parsing of short flags with optional values.
       *
       * @example
       * // for `.option('-f,--flag [value]'):
       * program.combineFlagAndOptionalValue(true);  // `-f80` is treated like `--flag=80`, this is the default behaviour
       * program.combineFlagAndOptionalValue(false) // `-fb` is treated like `-f -b`
       *
       * @param {boolean} [combine] - if `true` or omitted, an optional value can be specified directly after the flag.
       * @return {Command} `this` command for chaining
       */
      combineFlagAndOptionalValue(combine = true) {
        this._combineFlagAndOptionalValue = !!combine;
        return this;
      }
      /**
       * Allow unknown options on the command line.
       *
       * @param {boolean} [allowUnknown] - if `true` or omitted, no error will be thrown for unknown options.
       * @return {Command} `this` command for chaining
       */
      allowUnknownOption(allowUnknown = true) {
        this._allowUnknownOption = !!allowUnknown;
        return this;
      }
      /**
       * Allow excess command-arguments on the command line. Pass false to make excess arguments an error.
       *
       * @param {boolean} [allowExcess] - if `true` or omitted, no error will be thrown for excess arguments.
       * @return {Command} `this` command for chaining
       */
      allowExcessArguments(allowExcess = true) {
        this._allowExcessArguments = !!allowExcess;
        return this;
      }
      /**
       * Enable positional options. Positional means global options are specified before subcommands which lets
       * subcommands reuse the same option names, and also enables subcommands to turn on passThroughOptions.
       * The default behaviour is non-positional and global options may appear anywhere on the command line.
       *
       * @param {boolean} [positional]
       * @return {Command} `this` command for chaining
       */
      enablePositionalOptions(positional = true) {
        this._enablePositionalOptions = !!positional;
        return this;
      }
      /**
       * Pass through options that come after command-arguments rather than treat them as command-options,
       * so actual command-options come before command-arguments. Turning this on for a subcommand requires
       * positional options to have been enabled on the program (parent commands).
       * The default behaviour is non-positional and options may appear before or after command-arguments.
       *
       * @param {boolean} [passThrough] for unknown options.
       * @return {Command} `this` command for chaining
       */
      passThroughOptions(passThrough = true) {
        this._passThroughOptions = !!passThrough;
        this._checkForBrokenPassThrough();
        return this;
      }
      /**
       * @private
       */
      _checkForBrokenPassThrough() {
        if (this.parent && this._passThroughOptions && !this.parent._enablePositionalOptions) {
          throw new Error(
            `passThroughOptions cannot be used for '${this._name}' without turning on enablePositionalOptions for parent command(s)`
          );
        }
      }
      /**
       * Whether to store option values as properties on command object,
       * or store separately (specify false). In both cases the option values can be accessed using .opts().
       *
       * @param {boolean} [storeAsProperties=true]
       * @return {Command} `this` command for chaining
       */
      storeOptionsAsProperties(storeAsProperties = true) {
        if (this.options.length) {
          throw new Error("call .storeOptionsAsProperties() before adding options");
        }
        if (Object.keys(this._optionValues).length) {
          throw new Error(
            "call .storeOptionsAsProperties() before setting option values"
          );
        }
        this._storeOptionsAsProperties = !!storeAsProperties;
        return this;
      }
      /**
       * Retrieve option value.
       *
       * @param {string} key
       * @return {object} value
       */
      getOptionValue(key) {
        if (this._storeOptionsAsProperties) {
          return this[key];
        }
        return this._optionValues[key];
      }
      /**
       * Store option value.
       *
       * @param {string} key
       * @param {object} value
       * @return {Command} `this` command for chaining
       */
      setOptionValue(key, value) {
        return this.setOptionValueWithSource(key, value, void 0);
      }
      /**
       * Store option value and where the value came from.
       *
       * @param {string} key
       * @param {object} value
       * @param {string} source - expected values are default/config/env/cli/implied
       * @return {Command} `this` command for chaining
       */
      setOptionValueWithSource(key, value, source) {
        if (this._storeOptionsAsProperties) {
          this[key] = value;
        } else {
          this._optionValues[key] = value;
        }
        this._optionValueSources[key] = source;
        return this;
      }
      /**
       * Get source of option value.
       * Expected values are default | config | env | cli | implied
       *
       * @param {string} key
       * @return {string}
       */
      getOptionValueSource(key) {
        return this._optionValueSources[key];
      }
      /**
       * Get source of option value. See also .optsWithGlobals().
       * Expected values are default | config | env | cli | implied
       *
       * @param {string} key
       * @return {string}
       */
      getOptionValueSourceWithGlobals(key) {
        let source;
        this._getCommandAndAncestors().forEach((cmd) => {
          if (cmd.getOptionValueSource(key) !== void 0) {
            source = cmd.getOptionValueSource(key);
          }
        });
        return source;
      }
      /**
       * Get user arguments from implied or explicit arguments.
       * Side-effects: set _scriptPath if args included script. Used for default program name, and subcommand searches.
       *
       * @private
       */
      _prepareUserArgs(argv, parseOptions) {
        if (argv !== void 0 && !Array.isArray(argv)) {
          throw new Error("first parameter to parse must be array or undefined");
        }
        parseOptions = parseOptions || {};
        if (argv === void 0 && parseOptions.from === void 0) {
          if (process2.versions?.electron) {
            parseOptions.from = "electron";
          }
          const execArgv = process2.execArgv ?? [];
          if (execArgv.includes("-e") || execArgv.includes("--eval") || execArgv.includes("-p") || execArgv.includes("--print")) {
            parseOptions.from = "eval";
          }
        }
        if (argv === void 0) {
          argv = process2.argv;
        }
        this.rawArgs = argv.slice();
        let userArgs;
        switch (parseOptions.from) {
          case void 0:
          case "node":
            this._scriptPath = argv[1];
            userArgs = argv.slice(2);
            break;
          case "electron":
            if (process2.defaultApp) {
              this._scriptPath = argv[1];
              userArgs = argv.slice(2);
            } else {
              userArgs = argv.slice(1);
            }
            break;
          case "user":
            userArgs = argv.slice(0);
            break;
          case "eval":
            userArgs = argv.slice(1);
            break;
          default:
            throw new Error(
              `unexpected parse option { from: '${parseOptions.from}' }`
            );
        }
        if (!this._name && this._scriptPath)
          this.nameFromFilename(this._scriptPath);
        this._name = this._name || "program";
        return userArgs;
      }
      /**
       * Parse `argv`, setting options and invoking commands when defined.
       *
       * Use parseAsync instead of parse if any of your action handlers are async.
       *
       * Call with no parameters to parse `process.argv`. Detects Electron and special node options like `node --eval`. Easy mode!
       *
       * Or call with an array of strings to parse, and optionally where the user arguments start by specifying where the arguments are `from`:
       * - `'node'`: default, `argv[0]` is the application and `argv[1]` is the script being run, with user arguments after that
       * - `'electron'`: `argv[0]` is the application and `argv[1]` varies depending on whether the electron application is packaged
       * - `'user'`: just user arguments
       *
       * @example
       * program.parse(); // parse process.argv and auto-detect electron and special node flags
       * program.parse(process.argv); // assume argv[0] is app and argv[1] is script
       * program.parse(my-args, { from: 'user' }); // just user supplied arguments, nothing special about argv[0]
       *
       * @param {string[]} [argv] - optional, defaults to process.argv
       * @param {object} [parseOptions] - optionally specify style of options with from: node/user/electron
       * @param {string} [parseOptions.from] - where the args are from: 'node', 'user', 'electron'
       * @return {Command} `this` command for chaining
       */
      parse(argv, parseOptions) {
        this._prepareForParse();
        const userArgs = this._prepareUserArgs(argv, parseOptions);
        this._parseCommand([], userArgs);
        return this;
      }
      /**
       * Parse `argv`, setting options and invoking commands when defined.
       *
       * Call with no parameters to parse `process.argv`. Detects Electron and special node options like `node --eval`. Easy mode!
       *
       * Or call with an array of strings to parse, and optionally where the user arguments start by specifying where the arguments are `from`:
       * - `'node'`: default, `argv[0]` is the application and `argv[1]` is the script being run, with user arguments after that
       * - `'electron'`: `argv[0]` is the application and `argv[1]` varies depending on whether the electron application is packaged
       * - `'user'`: just user arguments
       *
       * @example
       * await program.parseAsync(); // parse process.argv and auto-detect electron and special node flags
       * await program.parseAsync(process.argv); // assume argv[0] is app and argv[1] is script
       * await program.parseAsync(my-args, { from: 'user' }); // just user supplied arguments, nothing special about argv[0]
       *
       * @param {string[]} [argv]
       * @param {object} [parseOptions]
       * @param {string} parseOptions.from - where the args are from: 'node', 'user', 'electron'
       * @return {Promise}
       */
      async parseAsync(argv, parseOptions) {
        this._prepareForParse();
        const userArgs = this._prepareUserArgs(argv, parseOptions);
        await this._parseCommand([], userArgs);
        return this;
      }
      _prepareForParse() {
        if (this._savedState === null) {
          this.saveStateBeforeParse();
        } else {
          this.restoreStateBeforeParse();
        }
      }
      /**
       * Called the first time parse is called to save state and allow a restore before subsequent calls to parse.
       * Not usually called directly, but available for subclasses to save their custom state.
       *
       * This is called in a lazy way. Only commands used in parsing chain will have state saved.
       */
      saveStateBeforeParse() {
        this._savedState = {
          // name is stable if supplied by author, but may be unspecified for root command and deduced during parsing
          _name: this._name,
          // option values before parse have default values (including false for negated options)
          // shallow clones
          _optionValues: { ...this._optionValues },
          _optionValueSources: { ...this._optionValueSources }
        };
      }
      /**
       * Restore state before parse for calls after the first.
       * Not usually called directly, but available for subclasses to save their custom state.
       *
       * This is called in a lazy way. Only commands used in parsing chain will have state restored.
       */
      restoreStateBeforeParse() {
        if (this._storeOptionsAsProperties)
          throw new Error(`Can not call parse again when storeOptionsAsProperties is true.
- either make a new Command for each call to parse, or stop storing options as properties`);
        this._name = this._savedState._name;
        this._scriptPath = null;
        this.rawArgs = [];
        this._optionValues = { ...this._savedState._optionValues };
        this._optionValueSources = { ...this._savedState._optionValueSources };
        this.args = [];
        this.processedArgs = [];
      }
      /**
       * Throw if expected executable is missing. Add lots of help for author.
       *
       * @param {string} executableFile
       * @param {string} executableDir
       * @param {string} subcommandName
       */
      _checkForMissingExecutable(executableFile, executableDir, subcommandName) {
        if (fs.existsSync(executableFile)) return;
        const executableDirMessage = executableDir ? `searched for local subcommand relative to directory '${executableDir}'` : "no directory for search for local subcommand, use .executableDir() to supply a custom directory";
        const executableMissing = `'${executableFile}' does not exist
 - if '${subcommandName}' is not meant to be an executable command, remove description parameter from '.command()' and use '.description()' instead
 - if the default executable name is not suitable, use the executableFile option to supply a custom name or path
 - ${executableDirMessage}`;
        throw new Error(executableMissing);
      }
      /**
       * Execute a sub-command executable.
       *
       * @private
       */
      _executeSubCommand(subcommand, args) {
        args = args.slice();
        let launchWithNode = false;
        const sourceExt = [".js", ".ts", ".tsx", ".mjs", ".cjs"];
        function findFile(baseDir, baseName) {
          const localBin = path.resolve(baseDir, baseName);
          if (fs.existsSync(localBin)) return localBin;
          if (sourceExt.includes(path.extname(baseName))) return void 0;
          const foundExt = sourceExt.find(
            (ext) => fs.existsSync(`${localBin}${ext}`)
          );
          if (foundExt) return `${localBin}${foundExt}`;
          return void 0;
        }
        this._checkForMissingMandatoryOptions();
        this._checkForConflictingOptions();
        let executableFile = subcommand._executableFile || `${this._name}-${subcommand._name}`;
        let executableDir = this._executableDir || "";
        if (this._scriptPath) {
          let resolvedScriptPath;
          try {
            resolvedScriptPath = fs.realpathSync(this._scriptPath);
          } catch {
            resolvedScriptPath = this._scriptPath;
          }
          executableDir = path.resolve(
            path.dirname(resolvedScriptPath),
            executableDir
          );
        }
        if (executableDir) {
          let localFile = findFile(executableDir, executableFile);
          if (!localFile && !subcommand._executableFile && this._scriptPath) {
            const legacyName = path.basename(
              this._scriptPath,
              path.extname(this._scriptPath)
            );
            if (legacyName !== this._name) {
              localFile = findFile(
                executableDir,
                `${legacyName}-${subcommand._name}`
              );
            }
          }
          executableFile = localFile || executableFile;
        }
        launchWithNode = sourceExt.includes(path.extname(executableFile));
        let proc;
        if (process2.platform !== "win32") {
          if (launchWithNode) {
            args.unshift(executableFile);
            args = incrementNodeInspectorPort(process2.execArgv).concat(args);
            proc = childProcess.spawn(process2.argv[0], args, { stdio: "inherit" });
          } else {
            proc = childProcess.spawn(executableFile, args, { stdio: "inherit" });
          }
        } else {
          this._checkForMissingExecutable(
            executableFile,
            executableDir,
            subcommand._name
          );
          args.unshift(executableFile);
          args = incrementNodeInspectorPort(process2.execArgv).concat(args);
          proc = childProcess.spawn(process2.execPath, args, { stdio: "inherit" });
        }
        if (!proc.killed) {
          const signals = ["SIGUSR1", "SIGUSR2", "SIGTERM", "SIGINT", "SIGHUP"];
          signals.forEach((signal) => {
            process2.on(signal, () => {
              if (proc.killed === false && proc.exitCode === null) {
                proc.kill(signal);
              }
            });
          });
        }
        const exitCallback = this._exitCallback;
        proc.on("close", (code2) => {
          code2 = code2 ?? 1;
          if (!exitCallback) {
            process2.exit(code2);
          } else {
            exitCallback(
              new CommanderError2(
                code2,
                "commander.executeSubCommandAsync",
                "(close)"
              )
            );
          }
        });
        proc.on("error", (err) => {
          if (err.code === "ENOENT") {
            this._checkForMissingExecutable(
              executableFile,
              executableDir,
              subcommand._name
            );
          } else if (err.code === "EACCES") {
            throw new Error(`'${executableFile}' not executable`);
          }
          if (!exitCallback) {
            process2.exit(1);
          } else {
            const wrappedError = new CommanderError2(
              1,
              "commander.executeSubCommandAsync",
              "(error)"
            );
            wrappedError.nestedError = err;
            exitCallback(wrappedError);
          }
        });
        this.runningCommand = proc;
      }
      /**
       * @private
       */
      _dispatchSubcommand(commandName, operands, unknown) {
        const subCommand = this._findCommand(commandName);
        if (!subCommand) this.help({ error: true });
        subCommand._prepareForParse();
        let promiseChain;
        promiseChain = this._chainOrCallSubCommandHook(
          promiseChain,
          subCommand,
          "preSubcommand"
        );
        promiseChain = this._chainOrCall(promiseChain, () => {
          if (subCommand._executableHandler) {
            this._executeSubCommand(subCommand, operands.concat(unknown));
          } else {
            return subCommand._parseCommand(operands, unknown);
          }
        });
        return promiseChain;
      }
      /**
       * Invoke help directly if possible, or dispatch if necessary.
       * e.g. help foo
       *
       * @private
       */
      _dispatchHelpCommand(subcommandName) {
        if (!subcommandName) {
          this.help();
        }
        const subCommand = this._findCommand(subcommandName);
        if (subCommand && !subCommand._executableHandler) {
          subCommand.help();
        }
        return this._dispatchSubcommand(
          subcommandName,
          [],
          [this._getHelpOption()?.long ?? this._getHelpOption()?.short ?? "--help"]
        );
      }
      /**
       * Check this.args against expected this.registeredArguments.
       *
       * @private
       */
      _checkNumberOfArguments() {
        this.registeredArguments.forEach((arg, i) => {
          if (arg.required && this.args[i] == null) {
            this.missingArgument(arg.name());
          }
        });
        if (this.registeredArguments.length > 0 && this.registeredArguments[this.registeredArguments.length - 1].variadic) {
          return;
        }
        if (this.args.length > this.registeredArguments.length) {
          this._excessArguments(this.args);
        }
      }
      /**
       * Process this.args using this.registeredArguments and save as this.processedArgs!
       *
       * @private
       */
      _processArguments() {
        const myParseArg = (argument, value, previous) => {
          let parsedValue = value;
          if (value !== null && argument.parseArg) {
            const invalidValueMessage = `error: command-argument value '${value}' is invalid for argument '${argument.name()}'.`;
            parsedValue = this._callParseArg(
              argument,
              value,
              previous,
              invalidValueMessage
            );
          }
          return parsedValue;
        };
        this._checkNumberOfArguments();
        const processedArgs = [];
        this.registeredArguments.forEach((declaredArg, index) => {
          let value = declaredArg.defaultValue;
          if (declaredArg.variadic) {
            if (index < this.args.length) {
              value = this.args.slice(index);
              if (declaredArg.parseArg) {
                value = value.reduce((processed, v) => {
                  return myParseArg(declaredArg, v, processed);
                }, declaredArg.defaultValue);
              }
            } else if (value === void 0) {
              value = [];
            }
          } else if (index < this.args.length) {
            value = this.args[index];
            if (declaredArg.parseArg) {
              value = myParseArg(declaredArg, value, declaredArg.defaultValue);
            }
          }
          processedArgs[index] = value;
        });
        this.processedArgs = processedArgs;
      }
      /**
       * Once we have a promise we chain, but call synchronously until then.
       *
       * @param {(Promise|undefined)} promise
       * @param {Function} fn
       * @return {(Promise|undefined)}
       * @private
       */
      _chainOrCall(promise, fn) {
        if (promise?.then && typeof promise.then === "function") {
          return promise.then(() => fn());
        }
        return fn();
      }
      /**
       *
       * @param {(Promise|undefined)} promise
       * @param {string} event
       * @return {(Promise|undefined)}
       * @private
       */
      _chainOrCallHooks(promise, event) {
        let result = promise;
        const hooks = [];
        this._getCommandAndAncestors().reverse().filter((cmd) => cmd._lifeCycleHooks[event] !== void 0).forEach((hookedCommand) => {
          hookedCommand._lifeCycleHooks[event].forEach((callback) => {
            hooks.push({ hookedCommand, callback });
          });
        });
        if (event === "postAction") {
          hooks.reverse();
        }
        hooks.forEach((hookDetail) => {
          result = this._chainOrCall(result, () => {
            return hookDetail.callback(hookDetail.hookedCommand, this);
          });
        });
        return result;
      }
      /**
       *
       * @param {(Promise|undefined)} promise
       * @param {Command} subCommand
       * @param {string} event
       * @return {(Promise|undefined)}
       * @private
       */
      _chainOrCallSubCommandHook(promise, subCommand, event) {
        let result = promise;
        if (this._lifeCycleHooks[event] !== void 0) {
          this._lifeCycleHooks[event].forEach((hook) => {
            result = this._chainOrCall(result, () => {
              return hook(this, subCommand);
            });
          });
        }
        return result;
      }
      /**
       * Process arguments in context of this command.
       * Returns action result, in case it is a promise.
       *
       * @private
       */
      _parseCommand(operands, unknown) {
        const parsed = this.parseOptions(unknown);
        this._parseOptionsEnv();
        this._parseOptionsImplied();
        operands = operands.concat(parsed.operands);
        unknown = parsed.unknown;
        this.args = operands.concat(unknown);
        if (operands && this._findCommand(operands[0])) {
          return this._dispatchSubcommand(operands[0], operands.slice(1), unknown);
        }
        if (this._getHelpCommand() && operands[0] === this._getHelpCommand().name()) {
          return this._dispatchHelpCommand(operands[1]);
        }
        if (this._defaultCommandName) {
          this._outputHelpIfRequested(unknown);
          return this._dispatchSubcommand(
            this._defaultCommandName,
            operands,
            unknown
          );
        }
        if (this.commands.length && this.args.length === 0 && !this._actionHandler && !this._defaultCommandName) {
          this.help({ error: true });
        }
        this._outputHelpIfRequested(parsed.unknown);
        this._checkForMissingMandatoryOptions();
        this._checkForConflictingOptions();
        const checkForUnknownOptions = () => {
          if (parsed.unknown.length > 0) {
            this.unknownOption(parsed.unknown[0]);
          }
        };
        const commandEvent = `command:${this.name()}`;
        if (this._actionHandler) {
          checkForUnknownOptions();
          this._processArguments();
          let promiseChain;
          promiseChain = this._chainOrCallHooks(promiseChain, "preAction");
          promiseChain = this._chainOrCall(
            promiseChain,
            () => this._actionHandler(this.processedArgs)
          );
          if (this.parent) {
            promiseChain = this._chainOrCall(promiseChain, () => {
              this.parent.emit(commandEvent, operands, unknown);
            });
          }
          promiseChain = this._chainOrCallHooks(promiseChain, "postAction");
          return promiseChain;
        }
        if (this.parent?.listenerCount(commandEvent)) {
          checkForUnknownOptions();
          this._processArguments();
          this.parent.emit(commandEvent, operands, unknown);
        } else if (operands.length) {
          if (this._findCommand("*")) {
            return this._dispatchSubcommand("*", operands, unknown);
          }
          if (this.listenerCount("command:*")) {
            this.emit("command:*", operands, unknown);
          } else if (this.commands.length) {
            this.unknownCommand();
          } else {
            checkForUnknownOptions();
            this._processArguments();
          }
        } else if (this.commands.length) {
          checkForUnknownOptions();
          this.help({ error: true });
        } else {
          checkForUnknownOptions();
          this._processArguments();
        }
      }
      /**
       * Find matching command.
       *
       * @private
       * @return {Command | undefined}
       */
      _findCommand(name) {
        if (!name) return void 0;
        return this.commands.find(
          (cmd) => cmd._name === name || cmd._aliases.includes(name)
        );
      }
      /**
       * Return an option matching `arg` if any.
       *
       * @param {string} arg
       * @return {Option}
       * @package
       */
      _findOption(arg) {
        return this.options.find((option2) => option2.is(arg));
      }
      /**
       * Display an error message if a mandatory option does not have a value.
       * Called after checking for help flags in leaf subcommand.
       *
       * @private
       */
      _checkForMissingMandatoryOptions() {
        this._getCommandAndAncestors().forEach((cmd) => {
          cmd.options.forEach((anOption) => {
            if (anOption.mandatory && cmd.getOptionValue(anOption.attributeName()) === void 0) {
              cmd.missingMandatoryOptionValue(anOption);
            }
          });
        });
      }
      /**
       * Display an error message if conflicting options are used together in this.
       *
       * @private
       */
      _checkForConflictingLocalOptions() {
        const definedNonDefaultOptions = this.options.filter((option2) => {
          const optionKey = option2.attributeName();
          if (this.getOptionValue(optionKey) === void 0) {
            return false;
          }
          return this.getOptionValueSource(optionKey) !== "default";
        });
        const optionsWithConflicting = definedNonDefaultOptions.filter(
          (option2) => option2.conflictsWith.length > 0
        );
        optionsWithConflicting.forEach((option2) => {
          const conflictingAndDefined = definedNonDefaultOptions.find(
            (defined) => option2.conflictsWith.includes(defined.attributeName())
          );
          if (conflictingAndDefined) {
            this._conflictingOption(option2, conflictingAndDefined);
          }
        });
      }
      /**
       * Display an error message if conflicting options are used together.
       * Called after checking for help flags in leaf subcommand.
       *
       * @private
       */
      _checkForConflictingOptions() {
        this._getCommandAndAncestors().forEach((cmd) => {
          cmd._checkForConflictingLocalOptions();
        });
      }
      /**
       * Parse options from `argv` removing known options,
       * and return argv split into operands and unknown arguments.
       *
       * Side effects: modifies command by storing options. Does not reset state if called again.
       *
       * Examples:
       *
       *     argv => operands, unknown
       *     --known kkk op => [op], []
       *     op --known kkk => [op], []
       *     sub --unknown uuu op => [sub], [--unknown uuu op]
       *     sub -- --unknown uuu op => [sub --unknown uuu op], []
       *
       * @param {string[]} args
       * @return {{operands: string[], unknown: string[]}}
       */
      parseOptions(args) {
        const operands = [];
        const unknown = [];
        let dest = operands;
        function maybeOption(arg) {
          return arg.length > 1 && arg[0] === "-";
        }
        const negativeNumberArg = (arg) => {
          if (!/^-(\d+|\d*\.\d+)(e[+-]?\d+)?$/.test(arg)) return false;
          return !this._getCommandAndAncestors().some(
            (cmd) => cmd.options.map((opt) => opt.short).some((short) => /^-\d$/.test(short))
          );
        };
        let activeVariadicOption = null;
        let activeGroup = null;
        let i = 0;
        while (i < args.length || activeGroup) {
          const arg = activeGroup ?? args[i++];
          activeGroup = null;
          if (arg === "--") {
            if (dest === unknown) dest.push(arg);
            dest.push(...args.slice(i));
            break;
          }
          if (activeVariadicOption && (!maybeOption(arg) || negativeNumberArg(arg))) {
            this.emit(`option:${activeVariadicOption.name()}`, arg);
            continue;
          }
          activeVariadicOption = null;
          if (maybeOption(arg)) {
            const option2 = this._findOption(arg);
            if (option2) {
              if (option2.required) {
                const value = args[i++];
                if (value === void 0) this.optionMissingArgument(option2);
                this.emit(`option:${option2.name()}`, value);
              } else if (option2.optional) {
                let value = null;
                if (i < args.length && (!maybeOption(args[i]) || negativeNumberArg(args[i]))) {
                  value = args[i++];
                }
                this.emit(`option:${option2.name()}`, value);
              } else {
                this.emit(`option:${option2.name()}`);
              }
              activeVariadicOption = option2.variadic ? option2 : null;
              continue;
            }
          }
          if (arg.length > 2 && arg[0] === "-" && arg[1] !== "-") {
            const option2 = this._findOption(`-${arg[1]}`);
            if (option2) {
              if (option2.required || option2.optional && this._combineFlagAndOptionalValue) {
                this.emit(`option:${option2.name()}`, arg.slice(2));
              } else {
                this.emit(`option:${option2.name()}`);
                activeGroup = `-${arg.slice(2)}`;
              }
              continue;
            }
          }
          if (/^--[^=]+=/.test(arg)) {
            const index = arg.indexOf("=");
            const option2 = this._findOption(arg.slice(0, index));
            if (option2 && (option2.required || option2.optional)) {
              this.emit(`option:${option2.name()}`, arg.slice(index + 1));
              continue;
            }
          }
          if (dest === operands && maybeOption(arg) && !(this.commands.length === 0 && negativeNumberArg(arg))) {
            dest = unknown;
          }
          if ((this._enablePositionalOptions || this._passThroughOptions) && operands.length === 0 && unknown.length === 0) {
            if (this._findCommand(arg)) {
              operands.push(arg);
              unknown.push(...args.slice(i));
              break;
            } else if (this._getHelpCommand() && arg === this._getHelpCommand().name()) {
              operands.push(arg, ...args.slice(i));
              break;
            } else if (this._defaultCommandName) {
              unknown.push(arg, ...args.slice(i));
              break;
            }
          }
          if (this._passThroughOptions) {
            dest.push(arg, ...args.slice(i));
            break;
          }
          dest.push(arg);
        }
        return { operands, unknown };
      }
      /**
       * Return an object containing local option values as key-value pairs.
       *
       * @return {object}
       */
      opts() {
        if (this._storeOptionsAsProperties) {
          const result = {};
          const len = this.options.length;
          for (let i = 0; i < len; i++) {
            const key = this.options[i].attributeName();
            result[key] = key === this._versionOptionName ? this._version : this[key];
          }
          return result;
        }
        return this._optionValues;
      }
      /**
       * Return an object containing merged local and global option values as key-value pairs.
       *
       * @return {object}
       */
      optsWithGlobals() {
        return this._getCommandAndAncestors().reduce(
          (combinedOptions, cmd) => Object.assign(combinedOptions, cmd.opts()),
          {}
        );
      }
      /**
       * Display error message and exit (or call exitOverride).
       *
       * @param {string} message
       * @param {object} [errorOptions]
       * @param {string} [errorOptions.code] - an id string representing the error
       * @param {number} [errorOptions.exitCode] - used with process.exit
       */
      error(message, errorOptions) {
        this._outputConfiguration.outputError(
          `${message}
`,
          this._outputConfiguration.writeErr
        );
        if (typeof this._showHelpAfterError === "string") {
          this._outputConfiguration.writeErr(`${this._showHelpAfterError}
`);
        } else if (this._showHelpAfterError) {
          this._outputConfiguration.writeErr("\n");
          this.outputHelp({ error: true });
        }
        const config = errorOptions || {};
        const exitCode = config.exitCode || 1;
        const code2 = config.code || "commander.error";
        this._exit(exitCode, code2, message);
      }
      /**
       * Apply any option related environment variables, if option does
       * not have a value from cli or client code.
       *
       * @private
       */
      _parseOptionsEnv() {
        this.options.forEach((option2) => {
          if (option2.envVar && option2.envVar in process2.env) {
            const optionKey = option2.attributeName();
            if (this.getOptionValue(optionKey) === void 0 || ["default", "config", "env"].includes(
              this.getOptionValueSource(optionKey)
            )) {
              if (option2.required || option2.optional) {
                this.emit(`optionEnv:${option2.name()}`, process2.env[option2.envVar]);
              } else {
                this.emit(`optionEnv:${option2.name()}`);
              }
            }
          }
        });
      }
      /**
       * Apply any implied option values, if option is undefined or default value.
       *
       * @private
       */
      _parseOptionsImplied() {
        const dualHelper = new DualOptions(this.options);
        const hasCustomOptionValue = (optionKey) => {
          return this.getOptionValue(optionKey) !== void 0 && !["default", "implied"].includes(this.getOptionValueSource(optionKey));
        };
        this.options.filter(
          (option2) => option2.implied !== void 0 && hasCustomOptionValue(option2.attributeName()) && dualHelper.valueFromOption(
            this.getOptionValue(option2.attributeName()),
            option2
          )
        ).forEach((option2) => {
          Object.keys(option2.implied).filter((impliedKey) => !hasCustomOptionValue(impliedKey)).forEach((impliedKey) => {
            this.setOptionValueWithSource(
              impliedKey,
              option2.implied[impliedKey],
              "implied"
            );
          });
        });
      }
      /**
       * Argument `name` is missing.
       *
       * @param {string} name
       * @private
       */
      missingArgument(name) {
        const message = `error: missing required argument '${name}'`;
        this.error(message, { code: "commander.missingArgument" });
      }
      /**
       * `Option` is missing an argument.
       *
       * @param {Option} option
       * @private
       */
      optionMissingArgument(option2) {
        const message = `error: option '${option2.flags}' argument missing`;
        this.error(message, { code: "commander.optionMissingArgument" });
      }
      /**
       * `Option` does not have a value, and is a mandatory option.
       *
       * @param {Option} option
       * @private
       */
      missingMandatoryOptionValue(option2) {
        const message = `error: required option '${option2.flags}' not specified`;
        this.error(message, { code: "commander.missingMandatoryOptionValue" });
      }
      /**
       * `Option` conflicts with another option.
       *
       * @param {Option} option
       * @param {Option} conflictingOption
       * @private
       */
      _conflictingOption(option2, conflictingOption) {
        const findBestOptionFromValue = (option3) => {
          const optionKey = option3.attributeName();
          const optionValue = this.getOptionValue(optionKey);
          const negativeOption = this.options.find(
            (target) => target.negate && optionKey === target.attributeName()
          );
          const positiveOption = this.options.find(
            (target) => !target.negate && optionKey === target.attributeName()
          );
          if (negativeOption && (negativeOption.presetArg === void 0 && optionValue === false || negativeOption.presetArg !== void 0 && optionValue === negativeOption.presetArg)) {
            return negativeOption;
          }
          return positiveOption || option3;
        };
        const getErrorMessage = (option3) => {
          const bestOption = findBestOptionFromValue(option3);
          const optionKey = bestOption.attributeName();
          const source = this.getOptionValueSource(optionKey);
          if (source === "env") {
            return `environment variable '${bestOption.envVar}'`;
          }
          return `option '${bestOption.flags}'`;
        };
        const message = `error: ${getErrorMessage(option2)} cannot be used with ${getErrorMessage(conflictingOption)}`;
        this.error(message, { code: "commander.conflictingOption" });
      }
      /**
       * Unknown option `flag`.
       *
       * @param {string} flag
       * @private
       */
      unknownOption(flag) {
        if (this._allowUnknownOption) return;
        let suggestion = "";
        if (flag.startsWith("--") && this._showSuggestionAfterError) {
          let candidateFlags = [];
          let command = this;
          do {
            const moreFlags = command.createHelp().visibleOptions(command).filter((option2) => option2.long).map((option2) => option2.long);
            candidateFlags = candidateFlags.concat(moreFlags);
            command = command.parent;
          } while (command && !command._enablePositionalOptions);
          suggestion = suggestSimilar(flag, candidateFlags);
        }
        const message = `error: unknown option '${flag}'${suggestion}`;
        this.error(message, { code: "commander.unknownOption" });
      }
      /**
       * Excess arguments, more than expected.
       *
       * @param {string[]} receivedArgs
       * @private
       */
      _excessArguments(receivedArgs) {
        if (this._allowExcessArguments) return;
        const expected = this.registeredArguments.length;
        const s = expected === 1 ? "" : "s";
        const forSubcommand = this.parent ? ` for '${this.name()}'` : "";
        const message = `error: too many arguments${forSubcommand}. Expected ${expected} argument${s} but got ${receivedArgs.length}.`;
        this.error(message, { code: "commander.excessArguments" });
      }
      /**
       * Unknown command.
       *
       * @private
       */
      unknownCommand() {
        const unknownName = this.args[0];
        let suggestion = "";
        if (this._showSuggestionAfterError) {
          const candidateNames = [];
          this.createHelp().visibleCommands(this).forEach((command) => {
            candidateNames.push(command.name());
            if (command.alias()) candidateNames.push(command.alias());
          });
          suggestion = suggestSimilar(unknownName, candidateNames);
        }
        const message = `error: unknown command '${unknownName}'${suggestion}`;
        this.error(message, { code: "commander.unknownCommand" });
      }
      /**
       * Get or set the program version.
       *
       * This method auto-registers the "-V, --version" option which will print the version number.
       *
       * You can optionally supply the flags and description to override the defaults.
       *
       * @param {string} [str]
       * @param {string} [flags]
       * @param {string} [description]
       * @return {(this | string | undefined)} `this` command for chaining, or version string if no arguments
       */
      version(str, flags, description) {
        if (str === void 0) return this._version;
        this._version = str;
        flags = flags || "-V, --version";
        description = description || "output the version number";
        const versionOption = this.createOption(flags, description);
        this._versionOptionName = versionOption.attributeName();
        this._registerOption(versionOption);
        this.on("option:" + versionOption.name(), () => {
          this._outputConfiguration.writeOut(`${str}
`);
          this._exit(0, "commander.version", str);
        });
        return this;
      }
      /**
       * Set the description.
       *
       * @param {string} [str]
       * @param {object} [argsDescription]
       * @return {(string|Command)}
       */
      description(str, argsDescription) {
        if (str === void 0 && argsDescription === void 0)
          return this._description;
        this._description = str;
        if (argsDescription) {
          this._argsDescription = argsDescription;
        }
        return this;
      }
      /**
       * Set the summary. Used when listed as subcommand of parent.
       *
       * @param {string} [str]
       * @return {(string|Command)}
       */
      summary(str) {
        if (str === void 0) return this._summary;
        this._summary = str;
        return this;
      }
      /**
       * Set an alias for the command.
       *
       * You may call more than once to add multiple aliases. Only the first alias is shown in the auto-generated help.
       *
       * @param {string} [alias]
       * @return {(string|Command)}
       */
      alias(alias) {
        if (alias === void 0) return this._aliases[0];
        let command = this;
        if (this.commands.length !== 0 && this.commands[this.commands.length - 1]._executableHandler) {
          command = this.commands[this.commands.length - 1];
        }
        if (alias === command._name)
          throw new Error("Command alias can't be the same as its name");
        const matchingCommand = this.parent?._findCommand(alias);
        if (matchingCommand) {
          const existingCmd = [matchingCommand.name()].concat(matchingCommand.aliases()).join("|");
          throw new Error(
            `cannot add alias '${alias}' to command '${this.name()}' as already have command '${existingCmd}'`
          );
        }
        command._aliases.push(alias);
        return this;
      }
      /**
       * Set aliases for the command.
       *
       * Only the first alias is shown in the auto-generated help.
       *
       * @param {string[]} [aliases]
       * @return {(string[]|Command)}
       */
      aliases(aliases) {
        if (aliases === void 0) return this._aliases;
        aliases.forEach((alias) => this.alias(alias));
        return this;
      }
      /**
       * Set / get the command usage `str`.
       *
       * @param {string} [str]
       * @return {(string|Command)}
       */
      usage(str) {
        if (str === void 0) {
          if (this._usage) return this._usage;
          const args = this.registeredArguments.map((arg) => {
            return humanReadableArgName(arg);
          });
          return [].concat(
            this.options.length || this._helpOption !== null ? "[options]" : [],
            this.commands.length ? "[command]" : [],
            this.registeredArguments.length ? args : []
          ).join(" ");
        }
        this._usage = str;
        return this;
      }
      /**
       * Get or set the name of the command.
       *
       * @param {string} [str]
       * @return {(string|Command)}
       */
      name(str) {
        if (str === void 0) return this._name;
        this._name = str;
        return this;
      }
      /**
       * Set/get the help group heading for this subcommand in parent command's help.
       *
       * @param {string} [heading]
       * @return {Command | string}
       */
      helpGroup(heading) {
        if (heading === void 0) return this._helpGroupHeading ?? "";
        this._helpGroupHeading = heading;
        return this;
      }
      /**
       * Set/get the default help group heading for subcommands added to this command.
       * (This does not override a group set directly on the subcommand using .helpGroup().)
       *
       * @example
       * program.commandsGroup('Development Commands:);
       * program.command('watch')...
       * program.command('lint')...
       * ...
       *
       * @param {string} [heading]
       * @returns {Command | string}
       */
      commandsGroup(heading) {
        if (heading === void 0) return this._defaultCommandGroup ?? "";
        this._defaultCommandGroup = heading;
        return this;
      }
      /**
       * Set/get the default help group heading for options added to this command.
       * (This does not override a group set directly on the option using .helpGroup().)
       *
       * @example
       * program
       *   .optionsGroup('Development Options:')
       *   .option('-d, --debug', 'output extra debugging')
       *   .option('-p, --profile', 'output profiling information')
       *
       * @param {string} [heading]
       * @returns {Command | string}
       */
      optionsGroup(heading) {
        if (heading === void 0) return this._defaultOptionGroup ?? "";
        this._defaultOptionGroup = heading;
        return this;
      }
      /**
       * @param {Option} option
       * @private
       */
      _initOptionGroup(option2) {
        if (this._defaultOptionGroup && !option2.helpGroupHeading)
          option2.helpGroup(this._defaultOptionGroup);
      }
      /**
       * @param {Command} cmd
       * @private
       */
      _initCommandGroup(cmd) {
        if (this._defaultCommandGroup && !cmd.helpGroup())
          cmd.helpGroup(this._defaultCommandGroup);
      }
      /**
       * Set the name of the command from script filename, such as process.argv[1],
       * or require.main.filename, or __filename.
       *
       * (Used internally and public although not documented in README.)
       *
       * @example
       * program.nameFromFilename(require.main.filename);
       *
       * @param {string} filename
       * @return {Command}
       */
      nameFromFilename(filename) {
        this._name = path.basename(filename, path.extname(filename));
        return this;
      }
      /**
       * Get or set the directory for searching for executable subcommands of this command.
       *
       * @example
       * program.executableDir(__dirname);
       * // or
       * program.executableDir('subcommands');
       *
       * @param {string} [path]
       * @return {(string|null|Command)}
       */
      executableDir(path2) {
        if (path2 === void 0) return this._executableDir;
        this._executableDir = path2;
        return this;
      }
      /**
       * Return program help documentation.
       *
       * @param {{ error: boolean }} [contextOptions] - pass {error:true} to wrap for stderr instead of stdout
       * @return {string}
       */
      helpInformation(contextOptions) {
        const helper = this.createHelp();
        const context = this._getOutputContext(contextOptions);
        helper.prepareContext({
          error: context.error,
          helpWidth: context.helpWidth,
          outputHasColors: context.hasColors
        });
        const text2 = helper.formatHelp(this, helper);
        if (context.hasColors) return text2;
        return this._outputConfiguration.stripColor(text2);
      }
      /**
       * @typedef HelpContext
       * @type {object}
       * @property {boolean} error
       * @property {number} helpWidth
       * @property {boolean} hasColors
       * @property {function} write - includes stripColor if needed
       *
       * @returns {HelpContext}
       * @private
       */
      _getOutputContext(contextOptions) {
        contextOptions = contextOptions || {};
        const error = !!contextOptions.error;
        let baseWrite;
        let hasColors;
        let helpWidth;
        if (error) {
          baseWrite = (str) => this._outputConfiguration.writeErr(str);
          hasColors = this._outputConfiguration.getErrHasColors();
          helpWidth = this._outputConfiguration.getErrHelpWidth();
        } else {
          baseWrite = (str) => this._outputConfiguration.writeOut(str);
          hasColors = this._outputConfiguration.getOutHasColors();
          helpWidth = this._outputConfiguration.getOutHelpWidth();
        }
        const write2 = (str) => {
          if (!hasColors) str = this._outputConfiguration.stripColor(str);
          return baseWrite(str);
        };
        return { error, write: write2, hasColors, helpWidth };
      }
      /**
       * Output help information for this command.
       *
       * Outputs built-in help, and custom text added using `.addHelpText()`.
       *
       * @param {{ error: boolean } | Function} [contextOptions] - pass {error:true} to write to stderr instead of stdout
       */
      outputHelp(contextOptions) {
        let deprecatedCallback;
        if (typeof contextOptions === "function") {
          deprecatedCallback = contextOptions;
          contextOptions = void 0;
        }
        const outputContext = this._getOutputContext(contextOptions);
        const eventContext = {
          error: outputContext.error,
          write: outputContext.write,
          command: this
        };
        this._getCommandAndAncestors().reverse().forEach((command) => command.emit("beforeAllHelp", eventContext));
        this.emit("beforeHelp", eventContext);
        let helpInformation = this.helpInformation({ error: outputContext.error });
        if (deprecatedCallback) {
          helpInformation = deprecatedCallback(helpInformation);
          if (typeof helpInformation !== "string" && !Buffer.isBuffer(helpInformation)) {
            throw new Error("outputHelp callback must return a string or a Buffer");
          }
        }
        outputContext.write(helpInformation);
        if (this._getHelpOption()?.long) {
          this.emit(this._getHelpOption().long);
        }
        this.emit("afterHelp", eventContext);
        this._getCommandAndAncestors().forEach(
          (command) => command.emit("afterAllHelp", eventContext)
        );
      }
      /**
       * You can pass in flags and a description to customise the built-in help option.
       * Pass in false to disable the built-in help option.
       *
       * @example
       * program.helpOption('-?, --help' 'show help'); // customise
       * program.helpOption(false); // disable
       *
       * @param {(string | boolean)} flags
       * @param {string} [description]
       * @return {Command} `this` command for chaining
       */
      helpOption(flags, description) {
        if (typeof flags === "boolean") {
          if (flags) {
            if (this._helpOption === null) this._helpOption = void 0;
            if (this._defaultOptionGroup) {
              this._initOptionGroup(this._getHelpOption());
            }
          } else {
            this._helpOption = null;
          }
          return this;
        }
        this._helpOption = this.createOption(
          flags ?? "-h, --help",
          description ?? "display help for command"
        );
        if (flags || description) this._initOptionGroup(this._helpOption);
        return this;
      }
      /**
       * Lazy create help option.
       * Returns null if has been disabled with .helpOption(false).
       *
       * @returns {(Option | null)} the help option
       * @package
       */
      _getHelpOption() {
        if (this._helpOption === void 0) {
          this.helpOption(void 0, void 0);
        }
        return this._helpOption;
      }
      /**
       * Supply your own option to use for the built-in help option.
       * This is an alternative to using helpOption() to customise the flags and description etc.
       *
       * @param {Option} option
       * @return {Command} `this` command for chaining
       */
      addHelpOption(option2) {
        this._helpOption = option2;
        this._initOptionGroup(option2);
        return this;
      }
      /**
       * Output help information and exit.
       *
       * Outputs built-in help, and custom text added using `.addHelpText()`.
       *
       * @param {{ error: boolean }} [contextOptions] - pass {error:true} to write to stderr instead of stdout
       */
      help(contextOptions) {
        this.outputHelp(contextOptions);
        let exitCode = Number(process2.exitCode ?? 0);
        if (exitCode === 0 && contextOptions && typeof contextOptions !== "function" && contextOptions.error) {
          exitCode = 1;
        }
        this._exit(exitCode, "commander.help", "(outputHelp)");
      }
      /**
       * // Do a little typing to coordinate emit and listener for the help text events.
       * @typedef HelpTextEventContext
       * @type {object}
       * @property {boolean} error
       * @property {Command} command
       * @property {function} write
       */
      /**
       * Add additional text to be displayed with the built-in help.
       *
       * Position is 'before' or 'after' to affect just this command,
       * and 'beforeAll' or 'afterAll' to affect this command and all its subcommands.
       *
       * @param {string} position - before or after built-in help
       * @param {(string | Function)} text - string to add, or a function returning a string
       * @return {Command} `this` command for chaining
       */
      addHelpText(position, text2) {
        const allowedValues = ["beforeAll", "before", "after", "afterAll"];
        if (!allowedValues.includes(position)) {
          throw new Error(`Unexpected value for position to addHelpText.
Expecting one of '${allowedValues.join("', '")}'`);
        }
        const helpEvent = `${position}Help`;
        this.on(helpEvent, (context) => {
          let helpStr;
          if (typeof text2 === "function") {
            helpStr = text2({ error: context.error, command: context.command });
          } else {
            helpStr = text2;
          }
          if (helpStr) {
            context.write(`${helpStr}
`);
          }
        });
        return this;
      }
      /**
       * Output help information if help flags specified
       *
       * @param {Array} args - array of options to search for help flags
       * @private
       */
      _outputHelpIfRequested(args) {
        const helpOption = this._getHelpOption();
        const helpRequested = helpOption && args.find((arg) => helpOption.is(arg));
        if (helpRequested) {
          this.outputHelp();
          this._exit(0, "commander.helpDisplayed", "(outputHelp)");
        }
      }
    };
    function incrementNodeInspectorPort(args) {
      return args.map((arg) => {
        if (!arg.startsWith("--inspect")) {
          return arg;
        }
        let debugOption;
        let debugHost = "127.0.0.1";
        let debugPort = "9229";
        let match;
        if ((match = arg.match(/^(--inspect(-brk)?)$/)) !== null) {
          debugOption = match[1];
        } else if ((match = arg.match(/^(--inspect(-brk|-port)?)=([^:]+)$/)) !== null) {
          debugOption = match[1];
          if (/^\d+$/.test(match[3])) {
            debugPort = match[3];
          } else {
            debugHost = match[3];
          }
        } else if ((match = arg.match(/^(--inspect(-brk|-port)?)=([^:]+):(\d+)$/)) !== null) {
          debugOption = match[1];
          debugHost = match[3];
          debugPort = match[4];
        }
        if (debugOption && debugPort !== "0") {
          return `${debugOption}=${debugHost}:${parseInt(debugPort) + 1}`;
        }
        return arg;
      });
    }
    function useColor() {
      if (process2.env.NO_COLOR || process2.env.FORCE_COLOR === "0" || process2.env.FORCE_COLOR === "false")
        return false;
      if (process2.env.FORCE_COLOR || process2.env.CLICOLOR_FORCE !== void 0)
        return true;
      return void 0;
    }
    exports.Command = Command2;
    exports.useColor = useColor;
  }
});

// node_modules/commander/index.js
var require_commander = __commonJS({
  "node_modules/commander/index.js"(exports) {
    var { Argument: Argument2 } = require_argument();
    var { Command: Command2 } = require_command();
    var { CommanderError: CommanderError2, InvalidArgumentError: InvalidArgumentError2 } = require_error();
    var { Help: Help2 } = require_help();
    var { Option: Option2 } = require_option();
    exports.program = new Command2();
    exports.createCommand = (name) => new Command2(name);
    exports.createOption = (flags, description) => new Option2(flags, description);
    exports.createArgument = (name, description) => new Argument2(name, description);
    exports.Command = Command2;
    exports.Option = Option2;
    exports.Argument = Argument2;
    exports.Help = Help2;
    exports.CommanderError = CommanderError2;
    exports.InvalidArgumentError = InvalidArgumentError2;
    exports.InvalidOptionArgumentError = InvalidArgumentError2;
  }
});

// src/cli.ts
import { homedir } from "node:os";
import { join as join5 } from "node:path";

// node_modules/commander/esm.mjs
var import_index = __toESM(require_commander(), 1);
var {
  program,
  createCommand,
  createArgument,
  createOption,
  CommanderError,
  InvalidArgumentError,
  InvalidOptionArgumentError,
  // deprecated old name
  Command,
  Argument,
  Option,
  Help
} = import_index.default;

// src/commands.ts
var option = {
  environment: () => new Option(
    "--environment <name>",
    "which environment this database is: dev, staging, prod, or as GitHub's environment is called"
  ),
  initEnvironment: () => new Option("--environment <name>", "GitHub's environment that protects the database (default: production)"),
  url: () => new Option("--url <url>", "connection URL; else DATABASE_URL, else .env"),
  config: () => new Option("--config <file>", "configuration (default: .github/schemagate.yml)"),
  target: () => new Option("--target <name>", "target of the configuration"),
  workingDirectory: () => new Option("--working-directory <dir>", "folder of the service (default: .)"),
  source: () => new Option("--source <kind>", "prisma; needed where another source of truth is there too"),
  schema: () => new Option("--schema <path>", "Prisma schema, a file or a folder"),
  migrations: () => new Option("--migrations <dir>", "folder of the migrations"),
  includeSchemas: () => new Option("--include-schemas <a,b>", "PostgreSQL schemas to compare"),
  excludeSchemas: () => new Option("--exclude-schemas <a,b>", "PostgreSQL schemas to leave out"),
  devUrl: () => new Option("--dev-url <url>", "empty scratch database to use instead of the embedded engine"),
  shadowSchema: () => new Option("--shadow-schema <name>", "schema of the scratch database to build in, where it keeps several"),
  noRehearsal: () => new Option("--no-rehearsal", "do not try the plan on a copy of the live schema"),
  task: () => new Option("--task <slug>", "names the folder of the log (default: proposed from the branch)"),
  out: () => new Option("--out <dir>", "folder for the reports 00 to 04 and artifacts/ (default: dev-docs/active/<task>/db)"),
  outFile: () => new Option("--out <file>", "file to write").makeOptionMandatory(),
  json: () => new Option("--json", "print one JSON document instead of text"),
  exitCode: () => new Option("--exit-code", "exit with 2 when there is something to do"),
  strategy: () => new Option("--strategy <name>", "migrate (default), push or sync"),
  pushReason: () => new Option("--push-reason <text>", "push: why there is no migration"),
  pushUntil: () => new Option("--push-until <date>", "push: the day on which the project is back to migrations"),
  drop: () => new Option("--drop <name>", "push: a table or column that may be dropped; may be repeated").argParser(
    (value, before) => [...before ?? [], value]
  ),
  dryRun: () => new Option("--dry-run", "show what would be added, and write nothing (the default)"),
  initDryRun: () => new Option("--dry-run", "print what would be written, and write nothing"),
  apply: () => new Option("--apply", "add it: a standing approval for changes that only add").conflicts("dryRun"),
  plan: () => new Option("--plan <file>", "plan.json of a preflight").makeOptionMandatory(),
  approve: () => new Option("--approve <digest>", "digest of the plan that was reviewed, all 64 characters").makeOptionMandatory(),
  approveRows: () => new Option(
    "--approve <digest>",
    "baseline: digest of the rows that were shown, all 64 characters; without it nothing is written"
  ),
  upTo: () => new Option("--up-to <migration>", "baseline: the last migration that ran here, where the schema alone can't tell"),
  allowDestructive: () => new Option("--allow-destructive", "let the plan delete data"),
  backup: () => new Option("--backup <ref>", "with --allow-destructive: where the backup is; recorded"),
  acceptRisk: () => new Option("--accept-risk <reason>", "with --allow-destructive: why no backup is needed; recorded"),
  resume: () => new Option("--resume", "go on with what an earlier run of this plan left half done"),
  resumeFrom: () => new Option("--resume-from <number>", "with --resume: the statement to go on with, where neither schema nor log can tell"),
  withoutPromotion: () => new Option(
    "--without-promotion <reason>",
    "apply although the environment that the configuration wants first can't be looked up here; recorded"
  ),
  verifyCommand: () => new Option("--verify-command <command>", "run afterwards, without a shell; its exit status is part of the verification"),
  sql: () => new Option("--sql <file>", "file of SQL to try").makeOptionMandatory(),
  transaction: () => new Option(
    "--transaction <how>",
    "single (default): one transaction as far as the engine allows; none: each statement for itself"
  ),
  passUrl: () => new Option("--pass-url", "give the database URL to the verify command as DATABASE_URL")
};
var connecting = [
  option.environment,
  option.url,
  option.config,
  option.target,
  option.workingDirectory,
  option.includeSchemas,
  option.excludeSchemas,
  option.json
];
var reading = [option.source, option.schema, option.migrations];
var verifying = [option.verifyCommand, option.passUrl];
var building = [option.devUrl, option.shadowSchema];
var commands = {
  init: {
    description: "writes the workflows and the configuration for what it finds, and says what to set up on GitHub; reads no database",
    options: [option.initEnvironment, option.workingDirectory, ...reading, option.initDryRun, option.json]
  },
  check: {
    description: "connection, version, encryption, extensions, permissions (00)",
    options: [...connecting, ...reading, option.task, option.out]
  },
  snapshot: { description: "the live schema as JSON", options: [...connecting, ...reading, option.outFile] },
  preflight: {
    description: "drift report and migration plan (00, 01, 02, plan.json); never writes to the database",
    options: [
      ...connecting,
      ...reading,
      option.strategy,
      option.pushReason,
      option.pushUntil,
      option.drop,
      ...building,
      option.noRehearsal,
      option.task,
      option.out,
      option.exitCode
    ]
  },
  apply: {
    description: "runs exactly the approved plan, logs it, and verifies the result (03, 04)",
    options: [
      ...connecting,
      option.plan,
      option.approve,
      option.allowDestructive,
      option.backup,
      option.acceptRisk,
      option.withoutPromotion,
      option.resume,
      option.resumeFrom,
      ...verifying,
      ...reading,
      ...building,
      option.out
    ]
  },
  verify: {
    description: "whether the database is still what an applied plan promised (04)",
    options: [...connecting, option.plan, ...verifying, ...reading, ...building, option.out]
  },
  rehearse: {
    description: "what a file of SQL would do to the database, tried on a copy of its schema; needs no project, writes nothing",
    options: [...connecting, option.sql, option.transaction, option.devUrl]
  },
  baseline: {
    description: "which migrations a database without a history holds, and with --approve records them",
    options: [...connecting, ...reading, ...building, option.upTo, option.approveRows, option.task, option.out]
  },
  drift: {
    description: "what differs and why; for a schedule",
    options: [...connecting, ...reading, ...building, option.out, option.exitCode]
  },
  sync: {
    description: "what is missing, and with --apply adds it, without touching what exists; for release pipelines",
    options: [
      ...connecting,
      ...reading,
      ...building,
      option.noRehearsal,
      option.dryRun,
      option.apply,
      ...verifying,
      option.task,
      option.out,
      option.exitCode
    ]
  }
};

// src/run-apply.ts
import { randomUUID } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { join as join3, resolve as resolve2 } from "node:path";

// src/plan/standing-approval.ts
function beyondStanding(plan, added, live, refused) {
  const tables = added.flatMap((change) => change.kind === "create" && change.object.kind === "table" ? [change] : []);
  const newTables = new Set(tables.map(({ object }) => object.id));
  const made = new Set(tables.flatMap(({ object, parts }) => [object, ...parts].map(({ id }) => id)));
  const cannot = new Set(refused.map(({ change }) => change));
  const changes = added.flatMap((change) => {
    const why = cannot.has(change) ? null : whyNot(change, newTables, plan, live);
    return why === null ? [] : [beyond(changedId(change), `${describeChange(change)}: ${why}`)];
  });
  const said = new Set(changes.map(({ object }) => object));
  const hazards = plan.statements.flatMap(
    (statement, index) => statement.hazards.flatMap(
      ({ id, severity, object, message }) => severity === "advisory" || mendedByApply.has(id) || object !== null && (said.has(object) || made.has(object)) ? [] : [beyond(object, `Statement ${index + 1}: ${message}`)]
    )
  );
  const effects = plan.statements.flatMap(
    (statement, index) => statement.effects.length === 0 ? [] : [beyond(null, `Statement ${index + 1} ${statement.effects.join(", ")}`)]
  );
  return [...changes, ...hazards, ...effects];
}
var mendedByApply = /* @__PURE__ */ new Set(["invalid-index-masked"]);
function beyond(object, message) {
  return { reason: "policy", object, message: message.endsWith(".") ? message : `${message}.` };
}
function whyNot(change, newTables, plan, live) {
  if (change.kind !== "create") return change.kind === "alter" && change.from.kind === "enum" ? null : "it changes what is there";
  const { object } = change;
  if (standsAlone.has(object.kind) || isPartOfNew(object, newTables)) return null;
  if (object.kind === "column") return whyNotColumn(object);
  if (object.kind === "index")
    return isBuiltConcurrently(object.name, plan) ? null : "building it keeps the table from being written to";
  const table2 = ownerOf(object);
  return table2 !== null && live.objects.some(({ id }) => id === table2) ? "rows that are there already may break it, and checking them holds up the table" : "it is not one of the additions that need no review";
}
var standsAlone = /* @__PURE__ */ new Set(["table", "enum", "schema", "sequence"]);
function isPartOfNew(object, newTables) {
  return "table" in object && newTables.has(objectId("table", object.schema, object.table));
}
function whyNotColumn(column) {
  if (column.identity !== null || column.generated !== null || column.autoIncrement)
    return "its values are computed for every row, which rewrites the table";
  if (column.default === null)
    return column.nullable ? null : "it is required and has no default, so rows that are there already break it";
  return isConstant(column.default) ? null : "its default is computed for every row, which may rewrite the table";
}
function isConstant(expression) {
  const type = String.raw`(?:::(?:"(?:[^"]|"")*"|[a-z][\w ]*)(?:\."(?:[^"]|"")*"|\.\w+)?(?:\(\d+(?:, ?\d+)?\))?(?:\[\])*)*`;
  const literal = String.raw`(?:[BXbx]?'(?:[^']|'')*'|-?\d+(?:\.\d+)?|\(-?\d+(?:\.\d+)?\)|null|true|false)${type}`;
  return new RegExp(`^(?:${literal}|ARRAY\\[(?:${literal}(?:, ?|(?=\\])))*\\]${type})$`, "i").test(expression);
}
function isBuiltConcurrently(index, { statements }) {
  const name = `"${index.replaceAll('"', '""')}"`;
  const starts = ["", "UNIQUE "].map((unique) => `CREATE ${unique}INDEX CONCURRENTLY IF NOT EXISTS ${name} `);
  return statements.some(({ sql }) => starts.some((start) => sql.startsWith(start)));
}

// src/promotion-on-command-line.ts
function promotionOnCommandLine(inputs, reason) {
  const environment = inputs.environment ?? "";
  const after = inputs.config.environments[environment]?.after ?? null;
  if (after === null && reason !== null)
    throw new UserError(
      "invalid-input",
      `--without-promotion says why ${environment} goes without another environment, and the configuration names none that comes first (after).`,
      "Leave it out."
    );
  if (after === null) return { kind: "not-asked" };
  if (reason !== null) return { kind: "waived", after, reason };
  return {
    kind: "unknown",
    after,
    message: `The configuration wants the same files applied and verified in ${after} first (after), and nothing on a command line shows that.`,
    hint: "Apply it with the GitHub Action, which looks at the runs of the default branch; or say why it goes without: `schemagate apply \u2026 --without-promotion REASON`. It is recorded."
  };
}

// src/report/terminal-apply.ts
function summarizeExecution(execution, paint2) {
  return [
    headline(execution, paint2),
    ...refusals(execution, paint2),
    ...stopLines(execution, paint2),
    ...standingLines(execution, paint2),
    ...movedLines(execution, paint2),
    // After what succeeded, the verification is what is printed next.
    ...execution.outcome === "applied" ? [] : stepLines(nextSteps(execution, null), paint2)
  ].join("\n");
}
function summarizeUnverified(execution, { message, hint }, paint2) {
  return [
    `${paint2("red", "\u2717 not verified")}  ${safe(message)}`,
    ...hint === null ? [] : [`  ${paint2("dim", `\u2192 ${safe(hint)}`)}`],
    ...stepLines(nextSteps(execution, null), paint2)
  ].join("\n");
}
function summarizeVerification(verification, paint2) {
  const checks = checkVerification(verification);
  const title = verification.outcome === "verified" ? paint2("green", "\u2713 verified") : paint2("red", "\u2717 diverged");
  const details = {
    structure: differenceLines(verification, paint2),
    command: lastOutput(verification, paint2)
  };
  return [
    `${title}  ${where(verification, paint2)}  plan ${safe(shortDigest(verification.digest))}`,
    ...checks.toSorted((a, b) => worstFirst.indexOf(a.state) - worstFirst.indexOf(b.state)).flatMap((check2) => [checkLine(check2, paint2), ...check2.state === "bad" ? details[check2.id] ?? [] : []]),
    ...stepLines(nextAfterVerification(verification), paint2)
  ].join("\n");
}
var worstFirst = ["bad", "look", "good", "none"];
function checkLine({ state, what, seen }, paint2) {
  const words = `${safe(what)}: ${safe(seen)}`;
  switch (state) {
    case "bad":
      return `  ${paint2("red", "\u2717")} ${words}`;
    case "look":
      return `  ${paint2("yellow", "!")} ${words}`;
    case "good":
      return `  ${paint2("green", "\u2713")} ${words}`;
    case "none":
      return paint2("dim", `  \u2013 ${words}`);
  }
}
function headline(execution, paint2) {
  const place = where(execution, paint2);
  const plan = execution.digest === null ? "" : `  plan ${safe(shortDigest(execution.digest))}`;
  switch (execution.outcome) {
    case "applied": {
      const { committed } = byOutcome(execution);
      const ran = `${committed.length} ${committed.length === 1 ? "statement" : "statements"} in ${runtimeOf(execution)}, everything committed`;
      return `${paint2("green", "\u2713 applied")}  ${place}${plan}: ${ran}`;
    }
    case "nothing-to-do":
      return `${paint2("green", "\u2713 nothing to do")}  ${place}${plan}`;
    case "refused":
      return `${paint2("red", "\u2717 refused")}  ${place}${plan}: nothing was written`;
    case "partially-applied":
      return `${paint2("red", "\u2717 partly applied")}  ${place}${plan}: ${progress(execution)}`;
    case "failed":
      return `${paint2("red", "\u2717 failed")}  ${place}${plan}`;
  }
}
function where({ environment, target }, paint2) {
  return target === null ? safe(environment) : `${safe(environment)} ${paint2("dim", `(${safe(target.display)})`)}`;
}
function refusals({ reasons: reasons2 }, paint2) {
  return reasons2.flatMap(({ reason, message, hint }) => [
    `  ${paint2("red", reason)}  ${safe(message)}`,
    `  ${paint2("dim", `\u2192 ${safe(hint)}`)}`
  ]);
}
function stopLines({ stop, statements }, paint2) {
  if (stop === null) return [];
  const point = stoppingPoint(stop);
  const statement = statements.find(({ number }) => number === stop.statement);
  const origin = statement === void 0 ? [] : [statement.origin];
  const names = [...origin, ...point.code === null ? [] : [point.code], ...point.names].map(safe);
  const hint = stop.failure?.hint ?? null;
  const said = stop.failure === null || stop.kind === "lost" ? stop.message : stop.failure.message;
  return [
    `  ${paint2("red", "\u2717")} ${safe(point.what)}${names.length === 0 ? "" : ` (${names.join(", ")})`}`,
    ...statement === void 0 ? [] : [`    ${safe(shortSql(statement.sql, 90))}`],
    `    ${safe(said)}`,
    ...hint === null || said.includes(hint) ? [] : [`    ${paint2("dim", `\u2192 ${safe(hint)}`)}`]
  ];
}
function standingLines(execution, paint2) {
  if (execution.stop === null) return [];
  const { committed, before, rolledBack, unknown, notRun } = byOutcome(execution);
  const line = (sign, words, records) => records.length === 0 ? [] : [`  ${sign} ${words}: ${ranges(records.map(({ number }) => number))}`];
  return [
    ...line(paint2("red", "?"), "not known", unknown),
    ...committed.length === 0 ? ["  committed by this run: nothing"] : line(paint2("green", "\u2713"), "committed", committed),
    ...line(paint2("yellow", "!"), "rolled back", rolledBack),
    ...line(paint2("yellow", "!"), "not run", notRun),
    ...line(paint2("green", "\u2713"), "applied before this run", before)
  ];
}
function movedLines({ moved }, paint2) {
  if (moved.length === 0) return [];
  const shown2 = moved.slice(0, 3).map(({ object }) => safe(object));
  const rest = moved.length - shown2.length;
  return [
    `  ${paint2("yellow", "!")} changed elsewhere since the plan was made: ${shown2.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`
  ];
}
function differenceLines({ differences }, paint2) {
  const rest = differences.length - shownDifferences;
  return [
    ...differences.slice(0, shownDifferences).map(({ object, summary }) => `    ${safe(object)}: ${safe(summary)}`),
    ...rest > 0 ? [paint2("dim", `    \u2026 and ${rest} more, in 04-verification.md`)] : []
  ];
}
var shownDifferences = 10;
function lastOutput({ command }, paint2) {
  if (command === null || command.exitCode === 0) return [];
  return command.output.trimEnd().split("\n").slice(-5).map((line) => paint2("dim", `    ${safe(line)}`));
}
function stepLines(steps, paint2) {
  return steps.flatMap(({ say, commands: commands2 }) => [
    `  ${paint2("dim", `\u2192 ${safe(say)}`)}`,
    ...commands2.map((command) => `      ${paint2("bold", safe(command))}`)
  ]);
}

// src/run-preflight.ts
import { dirname, join as join2, resolve } from "node:path";
async function runCheck(flags, session) {
  const inputs = await inputsOf(flags, session, "required");
  const { task, folder } = await chooseTask(flags, inputs, session);
  const checked = await check(inputs, task, session.tools);
  await writeCheck(folder, checked, await readTemplates(), session.redact);
  const where3 = join2(shown(folder), "00-connection-check.md");
  return {
    document: plainDocument("check", inputs.environment, where3),
    text: `${summarizeCheck(checked, paint)}

${paint("dim", where3)}`,
    status: exitStatus.done
  };
}
async function runSnapshot(flags, session) {
  const inputs = await inputsOf(flags, session, "optional");
  const file = resolve(flags.out ?? "schema.json");
  await refuseLinks(inputs.root, dirname(file));
  const live = await snapshot(inputs, session.tools);
  await writeWhole(file, json(live));
  const text2 = `${live.objects.length} objects written to ${shown(file)}`;
  return { document: plainDocument("snapshot", inputs.environment, text2), text: text2, status: exitStatus.done };
}
async function runPreflight(flags, session) {
  const inputs = await inputsOf(flags, session, "required");
  const { task, folder } = await chooseTask(flags, inputs, session);
  const found = await preflight(inputs, task, session.tools);
  const planPath = await writePreflight(folder, found, await readTemplates(), session.redact, shown);
  const document = preflightDocument(session.command, found, planPath === null ? null : shown(planPath));
  return {
    document,
    text: `${summarizePreflight(found, paint)}

${paint("dim", `${shown(folder)}/00, 01, 02`)}`,
    status: preflightStatus(found, flags)
  };
}
function preflightStatus({ proposal }, flags) {
  const { outcome } = proposal.verdict;
  if (outcome === "blocked") return exitStatus.blocked;
  return outcome === "planned" && flags.exitCode === true ? exitStatus.changes : exitStatus.done;
}
async function runDrift(flags, session) {
  const inputs = await inputsOf(flags, session, "required");
  const found = await preflight({ ...inputs, rehearsal: "off" }, "drift", session.tools);
  if (flags.out !== void 0) await writePreflight(resolve(flags.out), found, await readTemplates(), session.redact, shown);
  const document = preflightDocument("drift", found, null);
  const drifted = found.comparison.report.drift.some(({ cause }) => cause !== "pending");
  const unclear = uncomparable(found.proposal.verdict).length > 0;
  const status = unclear ? exitStatus.blocked : drifted && flags.exitCode === true ? exitStatus.changes : exitStatus.done;
  return { document, text: summarizePreflight(found, paint), status };
}

// src/run-apply.ts
async function runApply(flags, session) {
  refuseContradictions(flags);
  const inputs = await inputsOf(flags, session, "required");
  const path = resolve2(flags.plan ?? "");
  const read = await loadPlan(path);
  if (read.outcome === "refused") return refusedPlan("apply", inputs, path, read);
  const { plan } = read;
  const permission = {
    kind: "approve",
    named: (flags.approve ?? "").trim(),
    evidence: [],
    destructive: flags.allowDestructive === true ? { allowed: true, backup: textOf(flags.backup), acceptedRisk: textOf(flags.acceptRisk) } : { allowed: false }
  };
  const folder = folderOf(flags, inputs, plan);
  const applied = await applyAndWrite(inputs, plan, shown(path), permission, folder, flags, session);
  const done = {
    document: applyDocument("apply", plan, shown(path), applied),
    text: `${summaryOf(applied)}

${paint("dim", `${shown(folder)}/${applied.verification === null ? "03" : "03, 04"}`)}`,
    status: statusOf(applied)
  };
  return withLog(done, applied.unwritten);
}
async function runVerify(flags, session) {
  const given = await inputsOf(flags, session, "required");
  const path = resolve2(flags.plan ?? "");
  const read = await loadPlan(path);
  if (read.outcome === "refused") return refusedPlan("verify", given, path, read);
  const { plan } = read;
  const inputs = { ...given, strategy: plan.strategy, push: plan.push };
  const project = await openSource(inputs, { required: true });
  const folder = folderOf(flags, inputs, plan);
  const request = {
    plan,
    planPath: shown(path),
    project,
    task: plan.task,
    changedFiles: changedSince(plan, project),
    before: null,
    runCommand: verifyCommand(flags, inputs, session)
  };
  const verification = await verify(inputs, request, session.tools);
  await refuseLinks(inputs.root, join3(folder, "artifacts"));
  await writeVerification(folder, verification, await readTemplates(), session.redact);
  return {
    document: verifyDocument(plan, shown(path), verification),
    text: `${summarizeVerification(verification, paint)}

${paint("dim", `${shown(folder)}/04`)}`,
    status: verification.outcome === "verified" ? exitStatus.done : exitStatus.failed
  };
}
async function runSync(flags, session) {
  if (flags.apply !== true) return runPreflight({ ...flags, strategy: "sync" }, session);
  const inputs = await inputsOf({ ...flags, strategy: "sync" }, session, "required");
  const { task, folder } = await chooseTask(flags, inputs, session);
  const found = await preflight(inputs, task, session.tools);
  const planPath = await writePreflight(folder, found, await readTemplates(), session.redact, shown);
  const { plan, sync, refused } = found.proposal;
  const dryRun = session.redact(summarizePreflight(found, paint));
  const document = preflightDocument("sync", found, planPath === null ? null : shown(planPath));
  if (plan === null || planPath === null)
    return {
      document,
      text: `${dryRun}

${paint("dim", `${shown(folder)}/00, 01, 02`)}`,
      status: preflightStatus(found, flags)
    };
  const beyond2 = beyondStanding(plan, sync?.added ?? [], found.live, refused);
  if (beyond2.length > 0) {
    const reasons2 = beyond2.map((reason) => ({ ...reason, hint: wayToApproval(inputs, shown(planPath), plan) }));
    const lines2 = reasons2.map(({ message }) => `  ${paint("red", "policy")}  ${safe(message)}`);
    return {
      document: { ...document, outcome: "refused", failureReason: "policy", message: reasons2[0]?.message ?? null, reasons: reasons2 },
      text: [
        dryRun,
        "",
        paint("red", "\u2717 not applied: sync --apply only adds what needs no second look"),
        ...lines2,
        `  ${paint("dim", `\u2192 ${safe(reasons2[0]?.hint ?? "")}`)}`
      ].join("\n"),
      status: exitStatus.blocked
    };
  }
  if (flags.json !== true) process.stdout.write(`${dryRun}

`);
  const permission = { kind: "standing", named: null, evidence: [], destructive: { allowed: false } };
  const applied = await applyAndWrite(inputs, plan, shown(planPath), permission, folder, flags, session);
  const done = {
    document: { ...applyDocument("sync", plan, shown(planPath), applied), sync: document.sync },
    text: `${summaryOf(applied)}

${paint("dim", `${shown(folder)}/00 to ${applied.verification === null ? "03" : "04"}`)}`,
    status: statusOf(applied)
  };
  return withLog(done, applied.unwritten);
}
function verifyCommand({ verifyCommand: command, passUrl }, inputs, { redact, surroundings }) {
  const around = { redact, environment: surroundings.environment };
  return commandRunner({ command, passUrl: passUrl === true }, inputs, around);
}
function wayToApproval({ environment }, planPath, { digest }) {
  const words = ["schemagate", "apply", "--environment", environment ?? "", "--plan", planPath, "--approve", digest];
  return `Read 02-migration-plan.md, then: ${commandLine(words)}`;
}
function withLog(done, unwritten) {
  if (unwritten === null) return done;
  const message = `The log could not be written: ${unwritten}. What was done is only said here.`;
  const { document, text: text2, status } = done;
  return {
    document: { ...document, failureReason: document.failureReason ?? "apply-failed", message: document.message ?? message },
    text: `${text2}
${paint("red", "\u2717 no log")}  ${safe(message)}`,
    status: status === exitStatus.done ? exitStatus.failed : status
  };
}
async function applyAndWrite(inputs, plan, planPath, permission, folder, flags, session) {
  await refuseLinks(inputs.root, join3(folder, "artifacts"));
  const promotion = promotionOnCommandLine(inputs, textOf(flags.withoutPromotion));
  const templates = await readTemplates();
  const stop = new AbortController();
  const written = { unwritten: null };
  const toldAnyway = (error) => {
    written.unwritten = error instanceof Error ? error.message : String(error);
  };
  const request = {
    plan,
    planPath,
    keptPlanPath: shown(join3(folder, "artifacts", "applied-plan.json")),
    permission: { ...permission, evidence: [...permission.evidence, ...promotionEvidence(promotion)] },
    refusals: judgePromotion(plan, promotion),
    task: plan.task,
    openJournal: async (started) => {
      session.holdSignals().addEventListener("abort", () => stop.abort(), { once: true });
      return openJournal(folder, started, plan, session.redact);
    },
    onEnd: async (execution) => {
      await writeExecution(folder, execution, plan, templates, session.redact).catch(toldAnyway);
      session.releaseSignals();
    },
    ...flags.resume === true ? { resume: { from: resumeFrom(flags), readLog: () => readJournal(folder) } } : {},
    signal: stop.signal,
    newId: randomUUID,
    runCommand: verifyCommand(flags, inputs, session)
  };
  const applied = await apply(inputs, request, session.tools);
  if (applied.verification !== null)
    await writeVerification(folder, applied.verification, templates, session.redact).catch(toldAnyway);
  return { ...applied, ...written };
}
function summaryOf({ execution, verification, unverified }) {
  const parts = [summarizeExecution(execution, paint)];
  if (verification !== null) parts.push(summarizeVerification(verification, paint));
  if (unverified !== null) parts.push(summarizeUnverified(execution, unverified, paint));
  return parts.join("\n\n");
}
function statusOf({ execution, verification, unverified }) {
  switch (execution.outcome) {
    case "applied":
    case "nothing-to-do":
      return verification?.outcome === "diverged" || unverified !== null ? exitStatus.failed : exitStatus.done;
    case "refused":
      return exitStatus.blocked;
    case "partially-applied":
    case "failed":
      return exitStatus.failed;
  }
}
function folderOf(flags, inputs, plan) {
  return flags.out === void 0 ? join3(inputs.root, taskFolder(plan.task)) : resolve2(flags.out);
}
function refuseContradictions({ allowDestructive, backup, acceptRisk, resume, resumeFrom: from }) {
  if (from !== void 0 && resume !== true)
    throw new UserError("invalid-input", "--resume-from belongs to --resume, which is missing.", "Add --resume.");
  if (allowDestructive === true || backup === void 0 && acceptRisk === void 0) return;
  throw new UserError(
    "invalid-input",
    "--backup and --accept-risk belong to --allow-destructive, which is missing.",
    "Add --allow-destructive if the plan is meant to delete data."
  );
}
function resumeFrom({ resumeFrom: from }) {
  if (from === void 0) return null;
  if (/^[1-9]\d{0,8}$/.test(from)) return Number(from);
  throw new UserError(
    "invalid-input",
    "--resume-from is the number of a statement of the plan.",
    "Take it from 03-execution-log.md."
  );
}
function textOf(value) {
  const text2 = value?.trim() ?? "";
  return text2 === "" ? null : text2;
}
var planLimit = 2e8;
async function loadPlan(path) {
  const size = await stat(path).then(
    (stats) => stats.isFile() ? stats.size : null,
    () => null
  );
  if (size !== null && size <= planLimit) return readPlan(await readFile(path, "utf8"));
  throw new UserError(
    "invalid-input",
    size === null ? `There is no plan at ${shown(path)}.` : `${shown(path)} is too large for a plan.`,
    "Pass the plan.json that `schemagate preflight` wrote (dev-docs/active/<task>/db/artifacts/plan.json)."
  );
}
function refusedPlan(command, { environment }, path, { reason, message, hint }) {
  return {
    document: {
      ...failureDocument(command, environment, reason, message),
      outcome: "refused",
      planPath: shown(path),
      reasons: [{ reason, object: null, message, hint }]
    },
    text: `${paint("red", "\u2717 refused")}  ${shown(path)}
  ${paint("red", reason)}  ${safe(message)}
  ${paint("dim", `\u2192 ${hint}`)}`,
    status: exitStatus.blocked
  };
}

// src/run-baseline.ts
import { randomUUID as randomUUID2 } from "node:crypto";
import { join as join4, resolve as resolve3 } from "node:path";

// src/baseline-point.ts
var atOnce = 25;
async function findPoint(side, upTo) {
  const setting = standInSetting(side, await diagnosisOf(side), contextOfScripts(side));
  const looked = [];
  const failure = await eachState(side, setting, async (state) => {
    if (upTo !== null && state.count !== upTo) return;
    looked.push({ count: state.count, changes: await differencesTo(side, setting, state) });
  });
  const equal = looked.filter(({ changes }) => changes.length === 0).map(({ count: count2 }) => count2);
  const [first, ...more] = equal;
  const last = more.at(-1);
  if (first === void 0) {
    const nearest = nearestOf(looked);
    return nearest === null ? { kind: "undetermined", ...failure } : { kind: "none", nearest };
  }
  if (last === void 0) return { kind: "found", count: first };
  return await isAnyStatement(side, first, last) ? { kind: "ambiguous", counts: [first, ...more] } : { kind: "found", count: last };
}
function nearestOf(looked) {
  return looked.reduce(
    (best, next) => best === null || next.changes.length <= best.changes.length ? next : best,
    null
  );
}
async function eachState({ project: { migrations } }, setting, visit) {
  for (let from = 0; from < migrations.length; from += atOnce) {
    const replay = await replayHistory(setting, migrations.slice(0, from), migrations.slice(from, from + atOnce));
    if (replay.outcome === "undetermined") return replay;
    for (const [index, snapshot2] of replay.after.entries())
      if (snapshot2 !== null) await visit({ count: from + index + 1, snapshot: snapshot2 });
    if (replay.end.outcome === "failed")
      return { reason: `${replay.end.migration}: ${replay.end.message}`, advice: replay.end.advice };
  }
  return { reason: "No migration leads there.", advice: null };
}
async function differencesTo(side, setting, { count: count2, snapshot: snapshot2 }) {
  const context = contextOfScripts(side);
  const compare = (live) => {
    const neutral = neutralize(snapshot2, live, context.historyTables);
    return ignoreChanges(diff(neutral.from, neutral.to), side.inputs.config.ignore, today(side)).changes;
  };
  const plain = compare(side.live);
  if (plain.length === 0 || !plain.every(differsInSpelling)) return plain;
  const applied = side.project.migrations.slice(0, count2);
  return compare(await inOneSpelling(side, setting, applied, snapshot2, context));
}
async function isAnyStatement(side, from, to) {
  const { dialect } = side.target.engine;
  const between = side.project.migrations.slice(from, to);
  const scripts = await Promise.all(between.map(({ sql }) => dialect.parseScript(sql ?? "", contextOfScripts(side))));
  return scripts.some(({ statements }) => statements.length > 0);
}

// src/baseline-refusals.ts
function noMigrations({ migrations, migrationsFolder }) {
  if (migrations.length > 0) return [];
  return [
    {
      reason: "history-missing",
      object: null,
      message: `This project has no migrations${migrationsFolder === null ? "" : ` in ${migrationsFolder}`}, so there is nothing to record.`,
      hint: "Make a first migration of what the database holds (`npx prisma migrate diff --from-empty \u2026 --script`), commit it, and run this again."
    }
  ];
}
var shownDifferences2 = 20;
function whyNoPoint(point, migrations) {
  const nameOf = (count2) => migrations[count2 - 1]?.id ?? "";
  switch (point.kind) {
    case "ambiguous":
      return [
        {
          reason: "history-missing",
          object: null,
          message: `The schema is the same after ${point.counts.map((count2) => `\`${nameOf(count2)}\``).join(", ")}: which of them ran here can't be seen, as what is between them changes data, or takes itself back.`,
          hint: "Find out what ran here last, and name it: --up-to NAME. What comes after it stays pending, and will run."
        }
      ];
    case "undetermined":
      return [
        {
          reason: "invalid-source",
          object: "migration history",
          message: `The migrations can't be replayed, so it can't be told which of them the database holds: ${point.reason}`,
          hint: point.advice ?? "Correct the file, or pass --dev-url with an empty scratch database that has what is missing."
        }
      ];
    case "none": {
      const { count: count2, changes } = point.nearest;
      const more = changes.length - shownDifferences2;
      return [
        {
          reason: "drift-detected",
          object: null,
          message: `The database is not what any of the migrations looked at leads to. Nearest is the state after \`${nameOf(count2)}\` (${count2} of ${migrations.length}), with ${changes.length} ${changes.length === 1 ? "difference" : "differences"}${more > 0 ? `, of which ${shownDifferences2} follow` : ""}.`,
          hint: "Bring both together: undo in the database what is too much there, add what is missing, or name under `ignore:` what is somebody's on purpose. Rows that are not true would let later migrations fail, or be skipped."
        },
        ...changes.slice(0, shownDifferences2).map((change) => ({
          reason: "drift-detected",
          object: changedId(change),
          message: `${describeChange(change)} (in the database, compared with the state after ${nameOf(count2)}).`,
          hint: "Undo it, adopt it in the migrations, or ignore it."
        }))
      ];
    }
  }
}
function busy(holder) {
  return {
    reason: "lock-busy",
    object: null,
    message: `Somebody else is migrating this database: ${holder} holds the lock.`,
    hint: "Wait until that run has ended, then run this again."
  };
}

// src/plan/baseline.ts
function baselineDigest({ environment, target, migrations, live }) {
  return sha256(
    canonicalJson({
      version: 1,
      what: "baseline",
      environment,
      target: { ...target, serverVersion: majorOf(target.serverVersion) },
      migrations,
      live
    })
  );
}
function gateBaseline(approved, digest) {
  if (approved === digest) return [];
  const onlyName = approved.length >= 7 && digest.startsWith(approved);
  return [
    {
      reason: "approval-missing",
      object: null,
      message: onlyName ? `--approve has ${approved.length} characters of the digest: that names it, but does not prove which rows were meant.` : `--approve names other rows than those that would be written now (${shortDigest(digest)}): the database, the migrations or the target are not those that were looked at.`,
      hint: onlyName ? `Give all 64 characters: ${digest}` : "Run it without --approve, read what it would write, and approve that."
    }
  ];
}
function baselineTarget(connection, schemas) {
  const { dialect, serverVersion, identity, database } = connection;
  return { dialect, serverVersion, identity, database, schemas };
}

// src/verify-baseline.ts
async function verifyBaseline(side, rows2, pending2) {
  const { applied, problems, pending: left } = await diagnosisOf(side);
  const known = new Set(applied.map(({ id }) => id));
  const expected = rows2.migrations.map(({ id }) => {
    const problem = problems.find(({ migration, kind }) => migration === id && kind !== "edited-line-endings");
    if (problem !== void 0) return { migration: id, ok: false, message: problem.message };
    return known.has(id) ? { migration: id, ok: true, message: "recorded, with the checksum of its file" } : { migration: id, ok: false, message: "is not in the history of the database" };
  });
  const named = new Set(rows2.migrations.map(({ id }) => id));
  const strange = [.../* @__PURE__ */ new Set([...known, ...problems.map(({ migration }) => migration)])].filter((id) => !named.has(id)).map((id) => ({ migration: id, ok: false, message: "is in the history, and nobody recorded it here" }));
  const missed = left.filter(({ id }) => !named.has(id) && !pending2.includes(id)).map(({ id }) => ({ migration: id, ok: false, message: "is pending, and was not there when the rows were approved" }));
  const history = [...expected, ...strange, ...missed];
  const sameSchema = fingerprint({ ...side.live, objects: verifiable(coveredOf(side, side.live).objects) }) === rows2.live;
  const point = await findPoint(side, rows2.migrations.length);
  const differences = point.kind === "none" ? point.nearest.changes.map((change) => ({ object: changedId(change), summary: describeChange(change) })) : [];
  const clean = history.every(({ ok }) => ok) && point.kind === "found";
  return { outcome: clean ? "verified" : "diverged", history, sameSchema, differences };
}

// src/write-rows.ts
async function writeRows(database, books, migrations, { newId, from }) {
  try {
    await database.startFile();
    await database.begin(database.connection.dialect === "sqlite" ? "enforced" : null);
    await database.write(books.create.sql, books.create.values);
    for (const [index, { id, checksum }] of migrations.entries()) {
      const startedAt = new Date(from.getTime() + index);
      const { sql, values } = books.recorded({ id: newId(), migration: id, checksum, startedAt });
      await database.write(sql, values);
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    await database.rollback();
    return { reason: error.reason, object: null, message: `${error.message} No row was written.`, hint: error.hint ?? again };
  }
  const committed = await database.commit();
  if (committed.outcome === "done") return null;
  const { kind, message } = committed.failure;
  if (kind === "connection-lost")
    return {
      reason: "connection-failed",
      object: null,
      message: `The connection was lost at the end of the transaction (${message}): either all rows are there, or none.`,
      hint: "Run it again without --approve: it says which."
    };
  await database.rollback();
  return {
    reason: "apply-failed",
    object: null,
    message: `The rows could not be written: ${message}. None is there.`,
    hint: again
  };
}
var again = "When that is mended, run it again with the same digest.";

// src/baseline.ts
var lockWaitMs = 1e4;
async function baseline(given, request, tools) {
  var _stack = [];
  try {
    const run2 = {
      inputs: { ...given, strategy: "migrate" },
      request,
      tools,
      project: await openSource(given, { required: true })
    };
    const found = await lookReadOnly(run2);
    if (found.outcome !== "planned" || request.approve === null || found.digest === null) return found;
    const refusals2 = gateBaseline(request.approve, found.digest);
    if (refusals2.length > 0) return { ...found, outcome: "refused", reasons: refusals2 };
    const written = await write(run2, request.approve, found);
    if (written.outcome !== "recorded" || written.rows === null) return written;
    const target = __using(_stack, await openTarget(run2.inputs, run2.project, tools), true);
    const side = await sideOf(run2.inputs, run2.project, target, request.task, tools);
    return { ...written, verification: await verifyBaseline(side, written.rows, written.pending) };
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function lookReadOnly(run2) {
  var _stack = [];
  try {
    const target = __using(_stack, await openTarget(run2.inputs, run2.project, run2.tools), true);
    return await lookAt(run2, target);
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function lookAt(run2, target) {
  const { inputs, request, tools, project } = run2;
  const { connection } = target.database;
  const side = await sideOf(inputs, project, target, request.task, tools);
  const empty = {
    version: 1,
    tool: tools.version,
    environment: inputs.environment ?? "",
    task: request.task,
    at: tools.clock().toISOString(),
    display: connection.display,
    outcome: "refused",
    digest: null,
    approved: request.approve,
    rows: null,
    pending: [],
    unseen: [],
    reasons: [],
    session: [],
    verification: null
  };
  const needless = await whyNeedless(side);
  if (needless !== null) return { ...empty, ...needless };
  const upTo = countUpTo(project, request.upTo);
  const reasons2 = [...request.approve === null ? [] : gateRoute(connection), ...noMigrations(project)];
  if (reasons2.length > 0) return { ...empty, reasons: reasons2 };
  tools.progress.step("Looking for the place of the database in the history");
  const point = await findPoint(side, upTo);
  if (point.kind !== "found") return { ...empty, reasons: whyNoPoint(point, project.migrations) };
  const rows2 = {
    environment: empty.environment,
    target: baselineTarget(connection, target.scope.include),
    migrations: project.migrations.slice(0, point.count).map(({ id, checksum }) => ({ id, checksum })),
    live: fingerprint({ ...side.live, objects: verifiable(coveredOf(side, side.live).objects) })
  };
  return {
    ...empty,
    outcome: "planned",
    digest: baselineDigest(rows2),
    rows: rows2,
    pending: project.migrations.slice(point.count).map(({ id }) => id),
    unseen: await changingData(side, project.migrations.slice(0, point.count))
  };
}
function countUpTo({ migrations }, upTo) {
  if (upTo === null) return null;
  const index = migrations.findIndex(({ id }) => id === upTo);
  if (index >= 0) return index + 1;
  throw new UserError(
    "invalid-input",
    `--up-to ${upTo} is none of the ${migrations.length} migrations of this repository.`,
    "Give the name of a migration's folder."
  );
}
async function whyNeedless(side) {
  const nothing = (message, hint) => ({
    outcome: "nothing-to-do",
    reasons: [{ reason: "history-missing", object: null, message, hint }]
  });
  const diagnosis = await diagnosisOf(side);
  if (!diagnosis.empty) {
    const problems = historyProblems(diagnosis);
    if (problems.length > 0) return { outcome: "refused", reasons: problems };
    const hint = "`schemagate preflight` says what is pending.";
    return nothing(`The database has a history already: ${diagnosis.applied.length} migrations are recorded in it.`, hint);
  }
  const { historyTables } = contextOfScripts(side);
  if (side.live.objects.some(({ kind, id }) => kind === "table" && !historyTables.includes(id))) return null;
  return nothing("The database has no tables, so no migration can have run in it.", "`schemagate preflight` plans all of them.");
}
async function changingData(side, migrations) {
  const { dialect } = side.target.engine;
  const context = contextOfScripts(side);
  const scripts = await Promise.all(
    migrations.map(async ({ id, sql }) => ({ id, script: await dialect.parseScript(sql ?? "", context) }))
  );
  return scripts.filter(({ script }) => script.statements.some(isUnseen)).map(({ id }) => id);
}
function isUnseen({ effects, verb }) {
  if (effects.includes("changes-data") || effects.includes("not-understood")) return true;
  return effects.includes("deletes-data") && !/^(?:DROP|ALTER)\b/.test(verb);
}
async function write(run2, approved, shown2) {
  var _stack = [];
  try {
    const { inputs, request, tools, project } = run2;
    tools.progress.step("Waiting for the session lock");
    const target = __using(_stack, await openWritableTarget(inputs, project, `schemagate baseline ${shortDigest(approved)}`), true);
    const { database } = target;
    const lock = await database.lock(
      lockWaitMs,
      (holder) => tools.progress.step(`Waiting up to ${lockWaitMs / 1e3} seconds: ${holder} holds the lock`)
    );
    if (lock.outcome === "busy") return { ...shown2, outcome: "refused", reasons: [busy(lock.holder)] };
    const found = await lookAt(run2, target);
    if (found.outcome !== "planned" || found.rows === null || found.digest === null) return found;
    const refusals2 = gateBaseline(approved, found.digest);
    if (refusals2.length > 0) return { ...found, outcome: "refused", reasons: refusals2 };
    const started = { ...found, session: database.sessionFacts };
    await request.onStart(started);
    tools.progress.step("Recording the migrations");
    const failure = await writeRows(database, project.bookkeeping(database.connection.defaultSchema), found.rows.migrations, {
      newId: request.newId,
      from: tools.clock()
    });
    const ended = failure === null ? { ...started, outcome: "recorded" } : { ...started, outcome: "failed", reasons: [failure] };
    await request.onEnd(ended);
    return ended;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}

// src/report/baseline.ts
function renderBaselinePlan(baseline2) {
  return sections([
    md`# 02 Baseline: ${text(baseline2.environment)}`,
    planVerdict(baseline2),
    ...reasons(baseline2),
    ...rows(baseline2),
    ...unseen(baseline2),
    ...pending(baseline2),
    ...approval(baseline2),
    footer(baseline2, md`The database was read, nothing was written to it.`)
  ]);
}
function renderBaselineRunning({ environment, digest, at }) {
  return sections([
    md`# 03 Execution log: ${text(environment)}`,
    md`⏳ Recording the baseline ${code(shortDigest(digest ?? ""))} since ${instant(at)}.`,
    md`If this is still here when nothing runs any more, the run was killed. All rows are one transaction, so either all of them are there or none: ${code("schemagate baseline")} without ${code("--approve")} says which, and only reads.`
  ]);
}
function renderBaselineLog(baseline2) {
  return sections([
    md`# 03 Execution log: ${text(baseline2.environment)}`,
    logVerdict(baseline2),
    ...reasons(baseline2),
    md`## Permission and session\n\n${bullets([
      md`**Permission:** ${code(baseline2.approved ?? "")} was named on the command line`,
      md`**Session:** ${baseline2.session.length === 0 ? md`none was opened that can write` : text(baseline2.session.join(", "))}`
    ])}`,
    ...rows(baseline2),
    ...unseen(baseline2),
    ...pending(baseline2),
    footer(
      baseline2,
      baseline2.outcome === "recorded" ? md`Rows were written to the history, nothing else was changed.` : md`Nothing else than rows of the history would have been written.`
    )
  ]);
}
function renderBaselineVerification(baseline2, verification) {
  const bad = verification.history.filter(({ ok }) => !ok);
  const good = verification.history.length - bad.length;
  return sections([
    md`# 04 Verification: ${text(baseline2.environment)}`,
    verification.outcome === "verified" ? md`✅ Verified: the history of ${where2(baseline2)} says what was recorded, and the schema is that of its last migration.` : md`🛑 Diverged: ${where2(baseline2)} is not what was recorded.`,
    table(
      [md`Looked at`, md`Seen`],
      [
        [
          md`History`,
          md`${count(good, "migration")} recorded${bad.length === 0 ? md`` : md`, ${bad.length} not as they should be`}`
        ],
        [md`Schema`, verification.sameSchema ? md`unchanged since the dry run` : md`changed since the dry run`],
        [
          md`Difference to the recorded migrations`,
          verification.differences.length === 0 ? md`none` : count(verification.differences.length, "object")
        ]
      ]
    ),
    ...bad.length === 0 ? [] : [bullets(bad.map(({ migration, message }) => md`${code(migration)}: ${text(message)}`))],
    ...verification.differences.length === 0 ? [] : [bullets(verification.differences.map(({ summary }) => text(summary)))],
    footer(baseline2, md`The database was read on a connection of its own, nothing was written to it.`)
  ]);
}
function sections(parts) {
  return `${join(
    parts.map((part) => part.trimEnd()),
    "\n\n"
  )}
`;
}
function where2({ environment, display }) {
  return md`${text(environment)} (${code(display)})`;
}
function planVerdict(baseline2) {
  switch (baseline2.outcome) {
    case "planned":
    case "recorded":
    case "failed":
      return md`📋 Baseline ${code(shortDigest(baseline2.digest ?? ""))} for ${where2(baseline2)}: ${count(baseline2.rows?.migrations.length ?? 0, "migration")} to record as applied, none of which is run.`;
    case "nothing-to-do":
      return md`✅ Nothing to record for ${where2(baseline2)}.`;
    case "refused":
      return md`⛔ No baseline for ${where2(baseline2)}.`;
  }
}
function logVerdict(baseline2) {
  switch (baseline2.outcome) {
    case "recorded":
      return md`✅ Recorded ${count(baseline2.rows?.migrations.length ?? 0, "migration")} in the history of ${where2(baseline2)}; none was run.`;
    case "failed":
      return md`❌ Failed on ${where2(baseline2)}.`;
    case "planned":
    case "refused":
      return md`⛔ Refused: nothing was written to ${where2(baseline2)}.`;
    case "nothing-to-do":
      return md`✅ Nothing to record for ${where2(baseline2)}. Nothing was written.`;
  }
}
function reasons({ reasons: all }) {
  return all.length === 0 ? [] : [reasonsTable(all)];
}
function rows({ rows: recorded }) {
  if (recorded === null) return [];
  const cells = recorded.migrations.map(({ id, checksum }, index) => [md`${index + 1}`, code(id), code(checksum)]);
  return [md`## Rows\n\n${table([md`#`, md`Migration`, md`Checksum of its file`], cells)}`];
}
function unseen({ unseen: all }) {
  if (all.length === 0) return [];
  return [
    md`⚠️ ${all.length === 1 ? md`One of them changes` : md`${all.length} of them change`} rows, or could not be read to the end: whether that was done here can't be seen in a schema, and once recorded it is never run. Make sure of: ${join(all.map(code), ", ")}.`
  ];
}
function pending({ pending: left, rows: recorded }) {
  if (recorded === null) return [];
  if (left.length === 0) return [md`Afterwards nothing is pending.`];
  return [fold(md`${count(left.length, "migration")} will be pending afterwards`, bullets(left.map(code)))];
}
function approval(baseline2) {
  const { rows: recorded, digest, outcome, environment } = baseline2;
  if (outcome !== "planned" || recorded === null || digest === null) return [];
  return [
    md`## What approving this means\n\n${bullets([
      md`**Where:** environment ${code(environment)}, database ${code(baseline2.display)}, identity ${code(recorded.target.identity.slice(0, 12))}. A copy or a replica of it is another database.`,
      md`**What is written:** these rows of the history, in one transaction; the table for them where it is missing. No migration runs, nothing of the schema is changed.`,
      md`**Only while** the schema is as it was read (fingerprint ${code(recorded.live.slice(0, 12))}), and the files are these.`,
      md`**Way back:** while nothing was applied on top of it, delete these rows.`
    ])}`,
    md`${prose("Whoever names the whole digest approves it. With the same flags as this run:")}\n\n${fence(baselineCommand(baseline2), "")}`
  ];
}
function baselineCommand({ environment, digest }) {
  return commandLine(["schemagate", "baseline", "--environment", environment, "--approve", digest ?? ""]);
}
function footer({ tool, at }, said) {
  return md`---\nWritten by ${text(tool)} at ${instant(at)}. ${said}`;
}

// src/report/terminal-baseline.ts
var shownRows = 30;
function summarizeBaseline(baseline2, paint2) {
  return [
    headline2(baseline2, paint2),
    ...reasonLines(baseline2, paint2),
    ...rowLines(baseline2, paint2),
    ...unseenLines(baseline2, paint2),
    ...verificationLines(baseline2, paint2),
    ...nextLines(baseline2, paint2)
  ].join("\n");
}
function headline2(baseline2, paint2) {
  const where3 = `${safe(baseline2.environment)} ${paint2("dim", `(${safe(baseline2.display)})`)}`;
  const name = baseline2.digest === null ? "" : `  baseline ${shortDigest(baseline2.digest)}`;
  switch (baseline2.outcome) {
    case "planned":
      return `${paint2("cyan", "\u25CF planned")}  ${where3}${name}`;
    case "nothing-to-do":
      return `${paint2("green", "\u2713 nothing to do")}  ${where3}`;
    case "recorded":
      return `${paint2("green", "\u2713 recorded")}  ${where3}${name}: ${baseline2.rows?.migrations.length ?? 0} migrations`;
    case "refused":
      return `${paint2("red", "\u2717 refused")}  ${where3}: nothing was written`;
    case "failed":
      return `${paint2("red", "\u2717 failed")}  ${where3}${name}`;
  }
}
function reasonLines({ reasons: reasons2, outcome }, paint2) {
  return reasons2.flatMap(({ reason, message, hint }) => [
    outcome === "nothing-to-do" ? `  ${safe(message)}` : `  ${paint2("red", reason)}  ${safe(message)}`,
    `  ${paint2("dim", `\u2192 ${safe(hint)}`)}`
  ]);
}
function rowLines({ rows: rows2, pending: pending2, outcome }, paint2) {
  if (rows2 === null || outcome === "refused") return [];
  const more = rows2.migrations.length - shownRows;
  return [
    ...rows2.migrations.slice(0, shownRows).map(({ id, checksum }) => `  ${paint2("cyan", "+")} ${safe(id)}  ${paint2("dim", checksum.slice(0, 12))}`),
    ...more > 0 ? [paint2("dim", `  \u2026 and ${more} more, in 02-baseline.md`)] : [],
    paint2("dim", pending2.length === 0 ? "  nothing pending afterwards" : `  pending afterwards: ${pending2.length}`)
  ];
}
function unseenLines({ unseen: unseen2, outcome }, paint2) {
  if (outcome !== "planned") return [];
  return unseen2.map(
    (id) => `  ${paint2("yellow", "!")} ${safe(id)} changes rows: whether it did so here can't be seen in a schema`
  );
}
function verificationLines({ verification }, paint2) {
  if (verification === null) return [];
  if (verification.outcome === "verified") return [`${paint2("green", "\u2713 verified")}  the history says what was recorded`];
  return [
    paint2("red", "\u2717 diverged"),
    ...verification.history.filter(({ ok }) => !ok).map(({ migration, message }) => `  ${safe(migration)}: ${safe(message)}`),
    ...verification.differences.slice(0, shownRows).map(({ summary }) => `  ${safe(summary)}`)
  ];
}
function nextLines(baseline2, paint2) {
  if (baseline2.outcome !== "planned") return [];
  return [
    `  ${paint2("dim", "\u2192 Nothing was written. To record these rows, with the flags of this run:")}`,
    `      ${paint2("bold", safe(baselineCommand(baseline2)))}`
  ];
}

// src/run-baseline.ts
async function runBaseline(flags, session) {
  const inputs = await inputsOf(flags, session, "required");
  const task = inputs.task ?? taskOf(inputs);
  const folder = flags.out === void 0 ? join4(inputs.root, taskFolder(task)) : resolve3(flags.out);
  await refuseLinks(inputs.root, join4(folder, "artifacts"));
  const file = (name) => join4(folder, name);
  const write2 = (name, text2) => writeWhole(file(name), session.redact(text2));
  const keep = (found) => write2("artifacts/baseline.json", json(redactValues(found, session.redact)));
  const ended = await baseline(
    inputs,
    {
      task,
      upTo: flags.upTo?.trim() ?? null,
      approve: flags.approve?.trim() ?? null,
      newId: randomUUID2,
      onStart: async (found) => {
        session.holdSignals();
        await removeFile(file("04-verification.md"));
        await write2("02-baseline.md", renderBaselinePlan(found));
        await write2("03-execution-log.md", renderBaselineRunning(found));
      },
      onEnd: async (found) => {
        await write2("03-execution-log.md", renderBaselineLog(found));
        await keep(found);
        session.releaseSignals();
      }
    },
    session.tools
  );
  await keep(ended);
  if (ended.approved === null) await write2("02-baseline.md", renderBaselinePlan(ended));
  else await write2("03-execution-log.md", renderBaselineLog(ended));
  if (ended.verification !== null) await write2("04-verification.md", renderBaselineVerification(ended, ended.verification));
  return {
    document: baselineDocument(ended, inputs.target),
    text: `${summarizeBaseline(ended, paint)}

${paint("dim", `${shown(folder)}/${logsOf(ended)}`)}`,
    status: statusOf2(ended)
  };
}
function taskOf({ environment }) {
  return `baseline-${(environment ?? "").replaceAll(/[^A-Za-z0-9._-]/g, "_")}`.slice(0, 100);
}
function logsOf({ approved, verification }) {
  if (approved === null) return "02-baseline.md";
  return verification === null ? "03" : "03, 04";
}
function statusOf2({ outcome, verification }) {
  switch (outcome) {
    case "planned":
    case "nothing-to-do":
      return exitStatus.done;
    case "recorded":
      return verification?.outcome === "verified" ? exitStatus.done : exitStatus.failed;
    case "refused":
      return exitStatus.blocked;
    case "failed":
      return exitStatus.failed;
  }
}

// src/run-rehearse.ts
import { readFile as readFile2, stat as stat2 } from "node:fs/promises";
import { basename, resolve as resolve4 } from "node:path";

// src/rehearse-sql.ts
async function rehearseSql(inputs, file, tools) {
  var _stack = [];
  try {
    const target = __using(_stack, await openTarget(inputs, null, tools), true);
    const { database, engine } = target;
    const { connection } = database;
    tools.progress.step("Reading the live database");
    const facts = await database.inspectEnvironment(target.scope);
    const own = facts.schemas.flatMap(({ name, madeBy }) => madeBy === null ? [name] : []);
    const include = inputs.includeSchemas === null ? own.filter((name) => !target.scope.exclude.includes(name)) : target.scope.include;
    const scope = { ...target.scope, include, absent: "leave out" };
    const live = await database.introspect(scope);
    const context = { defaultSchema: connection.defaultSchema, historyTables: [], objects: live.objects };
    const parsed = (await engine.dialect.parseScript(file.sql, context)).statements;
    const groups = file.transaction === "single" ? engine.dialect.groupStatements(parsed) : [{ transactional: false, foreignKeys: null, statements: parsed }];
    const ordered = groups.flatMap(({ statements: statements2 }) => statements2);
    const batches = groups.map(
      ({ transactional, foreignKeys }) => ({ origin: file.name, transactional, foreignKeys, after: null })
    );
    tools.progress.step("Rehearsing the statements on a copy of the live schema");
    const rehearsal = await rehearse({
      dialect: engine.dialect,
      open: (roles) => engine.driver.openStandIn({
        serverMajor: connection.serverMajor,
        schemas: connection.defaultSchema === null ? [] : [connection.defaultSchema],
        extensions: [
          ...facts.extensions.map(({ name, schema }) => ({ name, installedIn: schema })),
          ...createdExtensions(ordered).map((name) => ({ name, installedIn: connection.defaultSchema ?? "public" }))
        ],
        roles: [.../* @__PURE__ */ new Set([...roles, ...rolesOf(live.objects), ...ordered.flatMap((statement) => statement.roles)])].sort(),
        devUrl: inputs.devUrl,
        shadowSchema: null,
        targetIdentity: connection.identity,
        limits: tools.standInLimits
      }),
      scope,
      defaultSchema: connection.defaultSchema,
      serverMajor: connection.serverMajor,
      settings: await database.sessionSettings(),
      filled: (tables) => withRows(tables, { target, live }),
      live,
      batches: groups.map(
        ({ transactional, foreignKeys, statements: statements2 }) => ({
          origin: file.name,
          transactional,
          foreignKeys,
          statements: statements2.map(({ sql }) => sql)
        })
      ),
      touches: ordered.flatMap(({ touches }) => touches),
      expected: null,
      rollback: [],
      cover: (snapshot2) => snapshot2,
      rights: true
    });
    const statements = groups.flatMap(
      (group, batch) => group.statements.map((statement) => toStatement(statement, file.name, batch))
    );
    const { plan } = await judgePlan(
      { inputs, live, target, tools },
      { batches, statements: observedIn(statements, rehearsal) },
      ordered.map((statement) => [statement]),
      { rehearsal, verdict: { outcome: "planned" } }
    );
    const { display, dialect, serverVersion } = connection;
    return { name: file.name, target: { display, dialect, serverVersion }, live, batches, statements: plan.statements, rehearsal };
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
function toStatement({ sql, effects, hazards }, origin, batch) {
  return { sql, origin, batch, changes: [], effects, hazards, locks: [], rewrites: [] };
}
function createdExtensions(statements) {
  return statements.flatMap(
    ({ creates }) => creates.flatMap((id) => id.startsWith("extension ") ? [id.slice("extension ".length)] : [])
  );
}

// src/report/terminal-rehearse.ts
function summarizeRehearsal(rehearsed, paint2) {
  const { statements, rehearsal, target } = rehearsed;
  const [first = "", ...rest] = rehearsalWords(rehearsal);
  return [
    `${headline3(rehearsed, paint2)}  ${safe(rehearsed.name)} ${paint2("dim", `against ${safe(target.display)}`)}`,
    "",
    ...statements.flatMap((_statement, index) => statementLines(index, rehearsed, paint2)),
    "",
    safe(first),
    ...rest.map((words) => paint2("dim", safe(words))),
    "Nothing was written to the database."
  ].join("\n");
}
function headline3({ rehearsal }, paint2) {
  switch (rehearsal.outcome) {
    case "rehearsed":
      return paint2("green", "\u2713 rehearsed");
    case "failed":
      return paint2("red", "\u2717 fails");
    case "not-rehearsed":
      return paint2("yellow", "! not rehearsed");
  }
}
function statementLines(index, { statements, batches, rehearsal, live }, paint2) {
  const statement = statements[index];
  if (statement === void 0) return [];
  const plan = { batches, statements, target: { dialect: live.dialect } };
  const wait = waitOf(index, { plan, observations: rehearsal.observations, statistics: live.statistics });
  const mind = statement.effects.map((effect) => paint2("red", effectWords[effect])).join(", ");
  return [
    `${String(index + 1).padStart(3)}  ${safe(shortSql(statement.sql, 100))}${mind === "" ? "" : `  ${mind}`}`,
    ...wait === null ? [] : [`     ${paint2("dim", safe(wait))}`],
    ...statement.hazards.flatMap(({ id, severity, message, evidence, saferWay }) => [
      `     ${paint2(severity === "advisory" ? "dim" : "yellow", `${severity} ${id}`)}  ${safe(message)}${evidence === null ? "" : ` ${safe(evidence)}`}`,
      ...saferWay === null ? [] : [`       ${paint2("dim", `\u2192 ${safe(saferWay)}`)}`]
    ])
  ];
}

// src/run-rehearse.ts
async function runRehearse(flags, session) {
  const inputs = await inputsOf(flags, session, "optional");
  const transaction = transactionOf(flags.transaction);
  const path = flags.sql ?? "";
  const sql = await readSql(path);
  const rehearsed = await rehearseSql(inputs, { name: basename(path), sql, transaction }, session.tools);
  return {
    document: rehearseDocument(rehearsed, inputs.environment),
    text: summarizeRehearsal(rehearsed, paint),
    status: { rehearsed: exitStatus.done, failed: exitStatus.blocked, "not-rehearsed": exitStatus.failed }[rehearsed.rehearsal.outcome]
  };
}
function transactionOf(flag) {
  if (flag === void 0 || flag === "single" || flag === "none") return flag ?? "single";
  throw new UserError("invalid-input", `--transaction ${flag} is unknown; it can be single or none.`);
}
var largestFile = 5e6;
async function readSql(path) {
  const full = resolve4(path);
  const size = await stat2(full).then(
    (stats) => stats.isFile() ? stats.size : null,
    () => null
  );
  if (size === null)
    throw new UserError("invalid-input", `Can't read ${path}: there is no such file.`, "Name a file of SQL with --sql.");
  if (size > largestFile)
    throw new UserError("invalid-input", `${path} has ${size} bytes; the limit is ${largestFile}.`, "Rehearse a part of it.");
  return readFile2(full, "utf8");
}

// src/cli.ts
async function main(argv, standInLimits = usualStandInLimits) {
  const program2 = new Command("schemagate").description(
    "Compares the schema in the code with a live database, plans how to bring the database to it, and applies exactly the approved plan."
  ).version(version, "--version").exitOverride().showHelpAfterError(false).configureOutput({ writeErr: () => void 0 });
  const signals = watchSignals();
  for (const [name, spec] of Object.entries(commands)) {
    const command = program2.command(name).description(spec.description).exitOverride();
    for (const option2 of spec.options) command.addOption(option2());
    command.action(
      async (flags) => run(name, { ...flags, json: argv.includes("--json") }, standInLimits, signals)
    );
  }
  for (const name of reverseCommands)
    program2.command(name, { hidden: true }).allowUnknownOption().allowExcessArguments().action(refuseReverse);
  try {
    await program2.parseAsync([...argv], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError && error.code === "commander.help") endHelp(error, program2);
    else if (!(error instanceof CommanderError) || error.exitCode !== 0)
      endFailed(commandOf(argv), null, misuse(error), argv.includes("--json"), redactor(argv));
  }
}
function commandOf(argv) {
  return Object.keys(commands).find((name) => name === argv[0]) ?? null;
}
var reverseCommands = ["pull", "introspect", "import", "dump", "reverse", "generate"];
function refuseReverse() {
  throw new UserError(
    "invalid-input",
    "Schemagate never writes the schema from a database: the code is the source of truth.",
    "To see what the database has and the code has not, run `schemagate drift`; each difference comes with the text to adopt it."
  );
}
async function run(command, flags, standInLimits, signals) {
  const surroundings = {
    environment: process.env,
    currentDirectory: process.cwd(),
    today: (/* @__PURE__ */ new Date()).toISOString().slice(0, 10)
  };
  const session = {
    command,
    redact: redactor(urlsAround(flags, surroundings.environment)),
    tools: makeTools(flags.json === true, standInLimits),
    surroundings,
    ...signals
  };
  try {
    refuseSwallowedFlags(flags);
    const done = await runs[command](flags, session);
    process.stdout.write(
      flags.json === true ? json(redactValues(done.document, session.redact)) : session.redact(`${done.text}
`)
    );
    process.exitCode = done.status;
    if (flags.verifyCommand !== void 0) process.stdout.write("", () => process.exit());
  } catch (error) {
    endFailed(command, flags.environment ?? null, error, flags.json === true, session.redact);
  }
}
function refuseSwallowedFlags(flags) {
  const mistakes = Object.entries(flags).flatMap(([name, value]) => {
    if (typeof value !== "string" || !value.startsWith("--")) return [];
    return [
      `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} has no value: ${value.split("=", 1)[0] ?? ""} follows it.`
    ];
  });
  if (mistakes.length > 0) throw new UserError("invalid-input", mistakes.join("\n"), "Put the value right after the flag.");
}
var runs = {
  init: async (flags, session) => (await import("./chunk-MC3RZ3EH.js")).runInit(flags, session),
  check: runCheck,
  snapshot: runSnapshot,
  preflight: runPreflight,
  drift: runDrift,
  sync: runSync,
  apply: runApply,
  verify: runVerify,
  rehearse: runRehearse,
  baseline: runBaseline
};
function makeTools(quiet, standInLimits) {
  return {
    clock: () => /* @__PURE__ */ new Date(),
    progress: quiet ? silent : progressOn(process.stderr, Date.now()),
    cache: folderCache(cacheFolder()),
    readGit: gitReader(process.env["PATH"]),
    standInLimits,
    version: `schemagate ${version}`
  };
}
var silent = { step: () => void 0, statement: () => void 0 };
function progressOn(stream, started) {
  const paintLine = paintFor(stream);
  const line = (what) => paintLine("dim", `${((Date.now() - started) / 1e3).toFixed(1).padStart(5)}s  ${what}`);
  return {
    step: (what) => void stream.write(`${line(safe(what))}
`),
    statement: (number, total, sql) => {
      const text2 = line(`${number}/${total}  ${safe(shortSql(sql, 80))}`);
      const [start, end] = stream.isTTY ? ["\r\x1B[2K", number === total ? "\n" : ""] : ["", "\n"];
      stream.write(`${start}${text2}${end}`);
    }
  };
}
function cacheFolder() {
  const base = process.env["XDG_CACHE_HOME"] ?? process.env["LOCALAPPDATA"] ?? join5(homedir(), ".cache");
  return join5(base, "schemagate");
}
function endHelp(error, program2) {
  if (error.exitCode === 0) return;
  process.stderr.write(program2.helpInformation());
  process.exitCode = exitStatus.usage;
}
function misuse(error) {
  if (!(error instanceof CommanderError)) return error;
  const [said = "", suggestion = ""] = error.message.replace(/^error: /, "").replace(/\.$/, "").split("\n");
  const message = `${said.charAt(0).toUpperCase()}${said.slice(1)}. ${suggestion.replace(/^\((.*)\)$/, "$1")}`;
  return new UserError(
    "invalid-input",
    message.trim(),
    "`schemagate help` lists the commands, `schemagate help preflight` the flags of one."
  );
}
function endFailed(command, environment, error, asJson, redact) {
  const known = error instanceof UserError;
  const message = redact(
    known ? error.message : `This is a bug of schemagate: ${error instanceof Error ? error.message : String(error)}`
  );
  const more = known ? error.hint : error instanceof Error ? error.stack ?? null : null;
  const next = more === null ? null : redact(more);
  const paintError = paintFor(process.stderr);
  if (asJson)
    process.stdout.write(
      json(
        failureDocument(
          command,
          environment,
          known ? error.reason : null,
          known && next !== null ? `${message} ${next}` : message
        )
      )
    );
  process.stderr.write(
    `${paintError("red", known ? `\u2717 ${error.reason}` : "\u2717")}  ${lines(message)}
${next === null ? "" : `${paintError("dim", `${known ? "\u2192 " : ""}${lines(next)}`)}
`}`
  );
  process.exitCode = known && error.reason === "invalid-input" ? exitStatus.usage : exitStatus.failed;
}
function lines(message) {
  return message.split("\n").map(safe).join("\n");
}
export {
  main
};
