import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  external_exports,
  isDate
} from "./chunk-R4CGKFDV.js";
import {
  canonicalJson,
  comparable,
  fingerprintOf,
  hashObjects,
  isCompared,
  sameValue,
  sha256
} from "./chunk-Y2UPQWOQ.js";
import {
  UserError
} from "./chunk-JN2SGYBL.js";
import {
  changedId
} from "./chunk-ZKYGNOYZ.js";
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
          cmd.registeredArguments.forEach((argument2) => {
            argument2.description = argument2.description || cmd._argsDescription[argument2.name()] || "";
          });
        }
        if (cmd.registeredArguments.find((argument2) => argument2.description)) {
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
      argumentTerm(argument2) {
        return argument2.name();
      }
      /**
       * Get the longest command term length.
       *
       * @param {Command} cmd
       * @param {Help} helper
       * @returns {number}
       */
      longestSubcommandTermLength(cmd, helper) {
        return helper.visibleCommands(cmd).reduce((max, command2) => {
          return Math.max(
            max,
            this.displayWidth(
              helper.styleSubcommandTerm(helper.subcommandTerm(command2))
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
        return helper.visibleArguments(cmd).reduce((max, argument2) => {
          return Math.max(
            max,
            this.displayWidth(
              helper.styleArgumentTerm(helper.argumentTerm(argument2))
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
      argumentDescription(argument2) {
        const extraInfo = [];
        if (argument2.argChoices) {
          extraInfo.push(
            // use stringify to match the display of the default value
            `choices: ${argument2.argChoices.map((choice) => JSON.stringify(choice)).join(", ")}`
          );
        }
        if (argument2.defaultValue !== void 0) {
          extraInfo.push(
            `default: ${argument2.defaultValueDescription || JSON.stringify(argument2.defaultValue)}`
          );
        }
        if (extraInfo.length > 0) {
          const extraDescription = `(${extraInfo.join(", ")})`;
          if (argument2.description) {
            return `${argument2.description} ${extraDescription}`;
          }
          return extraDescription;
        }
        return argument2.description;
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
        const argumentList = helper.visibleArguments(cmd).map((argument2) => {
          return callFormatItem(
            helper.styleArgumentTerm(helper.argumentTerm(argument2)),
            helper.styleArgumentDescription(helper.argumentDescription(argument2))
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
        rawLines.forEach((line2) => {
          const chunks = line2.match(chunkPattern);
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
        for (let command2 = this; command2; command2 = command2.parent) {
          result.push(command2);
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
        const argument2 = this.createArgument(name, description);
        if (typeof parseArg === "function") {
          argument2.default(defaultValue).argParser(parseArg);
        } else {
          argument2.default(parseArg);
        }
        this.addArgument(argument2);
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
      addArgument(argument2) {
        const previousArgument = this.registeredArguments.slice(-1)[0];
        if (previousArgument?.variadic) {
          throw new Error(
            `only the last argument can be variadic '${previousArgument.name()}'`
          );
        }
        if (argument2.required && argument2.defaultValue !== void 0 && argument2.parseArg === void 0) {
          throw new Error(
            `a default value for a required argument is never used: '${argument2.name()}'`
          );
        }
        this.registeredArguments.push(argument2);
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
      _registerCommand(command2) {
        const knownBy = (cmd) => {
          return [cmd.name()].concat(cmd.aliases());
        };
        const alreadyUsed = knownBy(command2).find(
          (name) => this._findCommand(name)
        );
        if (alreadyUsed) {
          const existingCmd = knownBy(this._findCommand(alreadyUsed)).join("|");
          const newCmd = knownBy(command2).join("|");
          throw new Error(
            `cannot add command '${newCmd}' as already have command '${existingCmd}'`
          );
        }
        this._initCommandGroup(command2);
        this.commands.push(command2);
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
        const myParseArg = (argument2, value, previous) => {
          let parsedValue = value;
          if (value !== null && argument2.parseArg) {
            const invalidValueMessage = `error: command-argument value '${value}' is invalid for argument '${argument2.name()}'.`;
            parsedValue = this._callParseArg(
              argument2,
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
          let command2 = this;
          do {
            const moreFlags = command2.createHelp().visibleOptions(command2).filter((option2) => option2.long).map((option2) => option2.long);
            candidateFlags = candidateFlags.concat(moreFlags);
            command2 = command2.parent;
          } while (command2 && !command2._enablePositionalOptions);
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
          this.createHelp().visibleCommands(this).forEach((command2) => {
            candidateNames.push(command2.name());
            if (command2.alias()) candidateNames.push(command2.alias());
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
        let command2 = this;
        if (this.commands.length !== 0 && this.commands[this.commands.length - 1]._executableHandler) {
          command2 = this.commands[this.commands.length - 1];
        }
        if (alias === command2._name)
          throw new Error("Command alias can't be the same as its name");
        const matchingCommand = this.parent?._findCommand(alias);
        if (matchingCommand) {
          const existingCmd = [matchingCommand.name()].concat(matchingCommand.aliases()).join("|");
          throw new Error(
            `cannot add alias '${alias}' to command '${this.name()}' as already have command '${existingCmd}'`
          );
        }
        command2._aliases.push(alias);
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
        this._getCommandAndAncestors().reverse().forEach((command2) => command2.emit("beforeAllHelp", eventContext));
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
          (command2) => command2.emit("afterAllHelp", eventContext)
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

// src/cli.ts
import { constants as constants2, homedir } from "node:os";
import { join as join10 } from "node:path";

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
  apply: () => new Option("--apply", "add it: a standing approval for changes that only add").conflicts("dryRun"),
  plan: () => new Option("--plan <file>", "plan.json of a preflight").makeOptionMandatory(),
  approve: () => new Option("--approve <digest>", "digest of the plan that was reviewed, all 64 characters").makeOptionMandatory(),
  allowDestructive: () => new Option("--allow-destructive", "let the plan delete data"),
  backup: () => new Option("--backup <ref>", "with --allow-destructive: where the backup is; recorded"),
  acceptRisk: () => new Option("--accept-risk <reason>", "with --allow-destructive: why no backup is needed; recorded"),
  verifyCommand: () => new Option("--verify-command <command>", "run afterwards, without a shell; its exit status is part of the verification"),
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
      option.dryRun,
      option.apply,
      ...verifying,
      option.task,
      option.out,
      option.exitCode
    ]
  }
};

// src/git.ts
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { posix } from "node:path";

// src/files.ts
import { constants } from "node:fs";
import { lstat, mkdir, open, rename, rm, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
async function readRegularFile(root, path, limit) {
  const full = inside(root, path);
  if (!await isRegular(root, full, "file")) return null;
  const file = await open(full, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { size } = await file.stat();
    if (size > limit) {
      throw new UserError(
        "invalid-source",
        `${path} has ${size} bytes; the limit is ${limit}.`,
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
function gitReader(searchPath) {
  return (workingDirectory2) => readGit(workingDirectory2, (...args) => runGit(workingDirectory2, searchPath, args));
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
    changedAmong: async (paths) => base.available ? changedSince(await filesAt(git, base.mergeBase, prefix), paths, workingDirectory2) : /* @__PURE__ */ new Set()
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
  execution: null,
  verification: null
};
function preflightDocument(command2, preflight3, planPath) {
  const { comparison, inputs, proposal } = preflight3;
  const { plan, verdict: verdict3 } = proposal;
  const reasons3 = verdict3.outcome === "blocked" ? verdict3.reasons : [];
  return {
    ...empty,
    command: command2,
    outcome: verdict3.outcome,
    failureReason: reasons3[0]?.reason ?? null,
    message: reasons3[0]?.message ?? null,
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
      ways: waysOf(preflight3.ways.get(drift))
    })),
    kept: [
      ...comparison.report.kept,
      ...(proposal.push?.kept ?? []).map(({ change: change2, reason }) => ({ object: changedId(change2), reason }))
    ],
    rules: comparison.report.rules,
    pending: pendingOf(preflight3),
    reasons: reasons3,
    sync: proposal.sync === null ? null : {
      existing: proposal.sync.existing,
      added: proposal.sync.added.map(describeChange),
      left: proposal.sync.left.map(describeChange)
    },
    statements: plan?.statements ?? [],
    hazards: plan?.statements.flatMap(({ hazards }) => hazards) ?? []
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
function failureReasonOf({ outcome, reasons: reasons3, stop }, verification) {
  switch (outcome) {
    case "applied":
    case "nothing-to-do":
      return verification?.outcome === "diverged" ? "verify-failed" : null;
    case "refused":
      return reasons3[0]?.reason ?? null;
    case "partially-applied":
      return "partially-applied";
    case "failed":
      if (stop?.failure?.kind === "lock-timeout") return "lock-timeout";
      return stop?.failure?.kind === "permission" ? "permission-denied" : "apply-failed";
  }
}
function plainDocument(command2, environment2, message) {
  return { ...empty, command: command2, outcome: "done", environment: environment2, message };
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
function majorOf(version2) {
  return version2.split(".")[0] ?? version2;
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
        const size = stringLength(cell);
        sizes2[columnIndex2] = size;
        if (longestCellByColumn[columnIndex2] === void 0 || size > longestCellByColumn[columnIndex2]) {
          longestCellByColumn[columnIndex2] = size;
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
    let size = settings.alignDelimiters === false ? 1 : Math.max(
      1,
      longestCellByColumn[columnIndex] - before.length - after.length
    );
    const cell = before + "-".repeat(size) + after;
    if (settings.alignDelimiters !== false) {
      size = before.length + size + after.length;
      if (size > longestCellByColumn[columnIndex]) {
        longestCellByColumn[columnIndex] = size;
      }
      sizes[columnIndex] = size;
    }
    row[columnIndex] = cell;
  }
  cellMatrix.splice(1, 0, row);
  sizeMatrix.splice(1, 0, sizes);
  rowIndex = -1;
  const lines2 = [];
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
        const size = longestCellByColumn[columnIndex] - (sizes2[columnIndex] || 0);
        const code2 = alignments[columnIndex];
        if (code2 === 114) {
          before = " ".repeat(size);
        } else if (code2 === 99) {
          const half = size / 2;
          if (size % 2) {
            before = " ".repeat(half + 0.5);
            after = " ".repeat(half - 0.5);
          } else {
            before = " ".repeat(half);
            after = before;
          }
        } else {
          after = " ".repeat(size);
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
    lines2.push(
      settings.delimiterEnd === false ? line2.join("").replace(/ +$/, "") : line2.join("")
    );
  }
  return lines2.join("\n");
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
function visible(text2, lines2 = "escape") {
  return text2.replaceAll(hidden, (character) => {
    if (lines2 === "keep" && (character === "\n" || character === "	")) return character;
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
    /[\\`*{}[\]<>#|~@&!$^]|(?<![\p{L}\p{N}]_*)_|_(?!_*[\p{L}\p{N}])|:(?=\S)|(?<=www)\./giu
  ).replaceAll(/&#(?:64|35|58);/g, "$&<!-- -->");
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
  return [...content.matchAll(/`+/g)].reduce((longest, [run2]) => Math.max(longest, run2.length), 0);
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

// src/report/terminal.ts
function summarizePreflight(preflight3, paint2) {
  return [...headline(preflight3, paint2), ...driftLines(preflight3, paint2), ...planLines(preflight3, paint2)].join("\n");
}
function summarizeCheck({ connection, facts }, paint2) {
  const missing2 = facts.permissions.filter(({ ok }) => !ok);
  return [
    `${paint2("green", "\u2713")} ${safe(connection.display)}: ${engineTitle(connection)} ${safe(connection.serverVersion)}`,
    ...[connection.encryption.description, connection.route.description, ...connection.readOnlyProof].map(
      (line2) => `  ${safe(line2)}`
    ),
    ...missing2.flatMap(({ what, detail, grant }) => [
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
  const where2 = `${safe(inputs.environment ?? "")} ${paint2("dim", `(${safe(connection.display)})`)}`;
  const { verdict: verdict3 } = proposal;
  switch (verdict3.outcome) {
    case "up-to-date":
      return [`${paint2("green", "\u2713 up to date")}  ${where2}`];
    case "planned":
      return [`${paint2("cyan", "\u25CF planned")}  ${where2}`];
    case "blocked":
      return [
        `${paint2("red", "\u2717 blocked")}  ${where2}`,
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
function planLines({ proposal }, paint2) {
  const lines2 = [];
  if (proposal.sync !== null) {
    lines2.push("", `${paint2("green", "\u2713")} ${proposal.sync.existing.length} objects already there`);
    lines2.push(...proposal.sync.added.map((change2) => `${paint2("cyan", "+")} ${safe(describeChange(change2))}`));
    lines2.push(
      ...proposal.sync.left.map(
        (change2) => `${paint2("yellow", "!")} ${safe(describeLeft(change2))} ${paint2("dim", "(left alone)")}`
      )
    );
  }
  for (const { change: change2, reason } of proposal.push?.kept ?? [])
    lines2.push(`${paint2("yellow", "!")} ${safe(describeChange(change2))} ${paint2("dim", `kept: ${safe(reason)}`)}`);
  for (const { change: change2, reason } of proposal.refused)
    lines2.push(`${paint2("yellow", "!")} ${safe(describeChange(change2))} ${paint2("dim", `not planned: ${safe(reason)}`)}`);
  const { plan } = proposal;
  if (plan === null || plan.statements.length === 0) return lines2;
  lines2.push(
    "",
    `${paint2("bold", `Plan ${shortDigest(plan.digest)}`)}: ${plan.statements.length} ${plan.statements.length === 1 ? "statement" : "statements"}`
  );
  for (const [index, statement] of plan.statements.slice(0, 30).entries()) {
    const mind = statement.effects.map((effect2) => paint2("red", effectWords[effect2])).join(", ");
    lines2.push(`  ${String(index + 1).padStart(2)}  ${safe(shortSql(statement.sql, 90))}${mind === "" ? "" : `  ${mind}`}`);
  }
  if (plan.statements.length > 30) {
    const bad = plan.statements.slice(30).filter(({ effects: effects2 }) => effects2.length > 0).length;
    lines2.push(
      paint2(
        "dim",
        `  \u2026 and ${plan.statements.length - 30} more${bad === 0 ? "" : `, ${bad} of which delete or change data, rights or history, or were not understood`}; all in 02-migration-plan.md`
      )
    );
  }
  return lines2;
}

// src/run-apply.ts
import { randomUUID } from "node:crypto";
import { readFile as readFile4, stat as stat2 } from "node:fs/promises";
import { join as join8, resolve as resolve6 } from "node:path";

// src/diff/ignore.ts
function ignoreChanges(changes, rules2, today2) {
  const active = rules2.filter((rule) => rule.until === null || rule.until >= today2);
  const kept2 = [];
  const ignored = [];
  for (const change2 of changes) {
    const names = namesOf(change2);
    const rule = active.find((candidate) => names.some((name) => matches(candidate.object, name)));
    if (rule === void 0) kept2.push(change2);
    else ignored.push({ object: changedId(change2), rule });
  }
  return { changes: kept2, ignored };
}
function endedRule(change2, rules2, today2) {
  const names = namesOf(change2);
  const ended3 = rules2.flatMap((rule) => rule.until !== null && rule.until < today2 ? [{ ...rule, until: rule.until }] : []);
  return ended3.find((rule) => names.some((name) => matches(rule.object, name))) ?? null;
}
function isIgnored(object, rules2, today2) {
  const names = objectNames(object);
  return rules2.some((rule) => (rule.until === null || rule.until >= today2) && names.some((name) => matches(rule.object, name)));
}
function isIgnoredName(name, rules2, today2) {
  return rules2.some((rule) => (rule.until === null || rule.until >= today2) && matches(rule.object, name));
}
function namesOf(change2) {
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

// src/diagnosis.ts
async function diagnoseHistory(project, history2, git, { inputs, today: today2 }) {
  const diagnosis = project.diagnose(history2, await fromDefaultBranch(project, history2, git));
  const problems = diagnosis.problems.map(
    (problem) => problem.kind !== "failed" && isIgnoredName(`migration ${problem.migration}`, inputs.config.ignore, today2) ? { ...problem, blocks: false } : problem
  );
  return { ...diagnosis, problems };
}
async function fromDefaultBranch(project, history2, git) {
  if (git === null || !git.base.available) return [];
  const own = new Set(project.migrations.map(({ id }) => id));
  const found = [];
  for (const id of new Set((history2?.rows ?? []).map(({ migration }) => migration))) {
    const path = own.has(id) ? null : project.pathOf(id);
    const sql3 = path === null ? null : await git.readFromBase(path);
    if (path !== null && sql3 !== null) found.push({ id, parents: [], path, checksum: sha256(sql3), sql: sql3, opaque: null });
  }
  return found;
}

// src/diff/diff.ts
function diff(from, to) {
  const fromById = byId(from);
  const toById = byId(to);
  const dropped = fold2(from.filter((object) => !toById.has(object.id)));
  const created = fold2(to.filter((object) => !fromById.has(object.id)));
  const { renames, drops, creates } = pairRenames(dropped, created);
  return [...renames, ...drops, ...creates, ...alterations(fromById, to)].sort(byChangedId);
}
function differingFields(from, to) {
  if (sameValue(from, to)) return [];
  const [a, b] = [from, to];
  const names = /* @__PURE__ */ new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].filter((name) => isCompared(to.kind, name) && !sameValue(a[name], b[name])).sort();
}
function byId(objects) {
  return new Map(objects.map((object) => [object.id, object]));
}
function fold2(objects) {
  const present = byId(objects);
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
  const waiting = /* @__PURE__ */ new Map();
  for (const whole of created) {
    const key = structure(whole.object);
    if (key !== null) waiting.set(key, [...waiting.get(key) ?? [], whole]);
  }
  const renames = [];
  const renamed = /* @__PURE__ */ new Set();
  for (const whole of dropped) {
    const key = structure(whole.object);
    const partner = key === null ? void 0 : waiting.get(key)?.shift();
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
  for (let size = -1; size !== result.length; ) {
    size = result.length;
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
  const missing2 = missingMigrations(history2.all, sides.code, context);
  return {
    drift: [...known, ...unmanaged2.changes.map((change2) => objectDrift("unmanaged", null, change2, null)), ...missing2.drift],
    kept: [...neutral.kept, ...missing2.kept],
    rules: [...neutral.rules, ...missing2.rules],
    ignored: [...unmanaged2.ignored, ...missing2.ignored]
  };
}
function compareWithCode(live, code2, context) {
  const reduced = context.language.reduce(withoutTables(live, context.historyTables), code2);
  const { changes, ignored } = ignoreChanges(diff(reduced.from, reduced.to), context.ignore, context.today);
  return { changes, ignored, kept: reduced.kept, rules: reduced.rules, compared: reduced.to };
}
function withoutTables(snapshot2, tables) {
  return { ...snapshot2, objects: neutralize(snapshot2, snapshot2, tables).to };
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
  const missing2 = missingMigrations(all, code2, context);
  const unknown = {
    cause: "undetermined",
    from: null,
    object: historyName,
    summary: "The database has tables, but no record of the migrations that it has.",
    change: null,
    hint: "What is pending, and what was made by hand, can be told after a baseline."
  };
  return { drift: [unknown, ...missing2.drift], kept: missing2.kept, rules: missing2.rules, ignored: missing2.ignored };
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

// src/provenance.ts
function originOfFile(git, path) {
  if (git === null || !git.base.available) return null;
  return git.base.files.has(path) ? "default-branch" : "this-pull-request";
}
function originOfChange(git, paths, changed) {
  if (git === null || !git.base.available) return null;
  return paths.some((path) => changed.has(path)) ? "this-pull-request" : "default-branch";
}

// src/replay.ts
var readBoundariesUpTo = 25;
function buildDesired(setting, writeDdl) {
  return setting.cache.remember(
    { step: "desired", setting: setting.cacheKey },
    async () => {
      var _stack = [];
      try {
        setting.progress.step("Building the schema of the code on a stand-in");
        const standIn = __using(_stack, await setting.open(), true);
        const run2 = await standIn.run([{ name: "schema", sql: await writeDdl() }]);
        if (run2.outcome !== "done") {
          throw new UserError(
            "invalid-source",
            `The schema can't be built on ${standIn.engine}: ${runMessage(run2)}`,
            extensionHint(standIn)
          );
        }
        return await standIn.introspect(setting.scope);
      } catch (_) {
        var _error = _, _hasError = true;
      } finally {
        var _promise = __callDispose(_stack, _error, _hasError);
        _promise && await _promise;
      }
    },
    () => true
  );
}
function replayHistory(setting, applied2, pending2) {
  return setting.cache.remember(historyInputs(setting, applied2, pending2), () => replay(setting, applied2, pending2), isReplayed);
}
async function replay(setting, applied2, pending2) {
  var _stack = [];
  try {
    setting.progress.step(`Replaying ${applied2.length + pending2.length} migrations on a stand-in`);
    const opened = await openOrReason(setting);
    if (typeof opened === "string") return { outcome: "undetermined", engine: null, reason: opened, advice: null };
    const standIn = __using(_stack, opened, true);
    const result = await replayOn(standIn, setting.scope, applied2, pending2);
    await rememberApplied(setting, [...applied2, ...pending2], result);
    return result;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function rememberApplied(setting, applied2, result) {
  if (result.outcome !== "replayed" || result.end.outcome !== "reached" || result.after.length === 0) return;
  const known = { ...result, before: result.end.snapshot, after: [] };
  await setting.cache.remember(historyInputs(setting, applied2, []), () => Promise.resolve(known), isReplayed);
}
function historyInputs({ cacheKey }, applied2, pending2) {
  return { step: "history", setting: cacheKey, applied: applied2.map(toScript), pending: pending2.map(toScript) };
}
function isReplayed({ outcome }) {
  return outcome === "replayed";
}
async function replayOn(standIn, scope, applied2, pending2) {
  const first = await standIn.run(applied2.map(toScript));
  if (first.outcome !== "done") {
    return {
      outcome: "undetermined",
      engine: standIn.engine,
      reason: `${first.script}: ${runMessage(first)} (on ${standIn.engine}).`,
      advice: extensionHint(standIn)
    };
  }
  const before = await standIn.introspect(scope);
  const after = [];
  const everyBoundary = pending2.length <= readBoundariesUpTo;
  for (const [index, migration] of pending2.entries()) {
    const run2 = await standIn.run([toScript(migration)]);
    if (run2.outcome !== "done") {
      return {
        outcome: "replayed",
        engine: standIn.engine,
        before,
        after,
        end: {
          outcome: "failed",
          migration: migration.id,
          message: `${runMessage(run2)} (on ${standIn.engine}).`,
          advice: extensionHint(standIn)
        }
      };
    }
    after.push(everyBoundary || index === pending2.length - 1 ? await standIn.introspect(scope) : null);
  }
  return {
    outcome: "replayed",
    engine: standIn.engine,
    before,
    after,
    end: { outcome: "reached", snapshot: after.at(-1) ?? before }
  };
}
function respellOnHistory(setting, applied2, pairs) {
  const inputs = { step: "respell", setting: setting.cacheKey, applied: applied2.map(toScript), pairs };
  return setting.cache.remember(
    inputs,
    async () => {
      var _stack = [];
      try {
        setting.progress.step(`Spelling ${pairs.length} objects alike`);
        const standIn = __using(_stack, await setting.open(), true);
        const run2 = await standIn.run(applied2.map(toScript));
        if (run2.outcome !== "done") return { from: pairs.map(({ from: from2 }) => from2), to: pairs.map(({ to: to2 }) => to2) };
        const from = await standIn.respell(
          pairs.map((pair) => pair.from),
          setting.scope
        );
        const to = await standIn.respell(
          pairs.map((pair) => pair.to),
          setting.scope
        );
        return { from, to };
      } catch (_) {
        var _error = _, _hasError = true;
      } finally {
        var _promise = __callDispose(_stack, _error, _hasError);
        _promise && await _promise;
      }
    },
    () => true
  );
}
async function openOrReason({ open: open2, named }) {
  try {
    return await open2();
  } catch (error) {
    if (error instanceof UserError && !named) return `No stand-in could be started: ${error.message}`;
    throw error;
  }
}
function toScript(migration) {
  return { name: migration.id, sql: migration.sql ?? "" };
}
function runMessage(run2) {
  return run2.outcome === "killed" || run2.code === null ? run2.message : `${run2.message} [${run2.code}]`;
}
function extensionHint({ missingExtensions }) {
  if (missingExtensions.length === 0) return null;
  return `The stand-in has no ${missingExtensions.join(", ")}: pass --dev-url with an empty scratch database of a server that has it.`;
}

// src/stand-in-setting.ts
function standInSetting(side, diagnosis, context, made = "all extensions") {
  const { inputs, project, target, facts, tools } = side;
  const { engine, scope } = target;
  const { defaultSchema, serverMajor, identity } = target.database.connection;
  const present = facts.schemas.filter(({ name }) => scope.include.includes(name) && name !== defaultSchema).map(({ name }) => name);
  const fixed = {
    serverMajor,
    schemas: defaultSchema === null ? [] : [defaultSchema, ...present.sort()],
    extensions: facts.extensions.map(({ name, schema }) => ({ name, installedIn: schema })),
    shadowSchema: inputs.shadowSchema
  };
  const open2 = async () => {
    const statements2 = await parseFiles(side, diagnosis, context);
    const wanted = /* @__PURE__ */ new Set([...project.extensions, ...made === "all extensions" ? createdExtensions(statements2) : []]);
    for (const { name } of fixed.extensions) wanted.delete(name);
    const request = {
      ...fixed,
      extensions: [...fixed.extensions, ...[...wanted].sort().map((name) => ({ name, installedIn: defaultSchema ?? "public" }))],
      roles: [.../* @__PURE__ */ new Set([...project.roles, ...statements2.flatMap(({ roles }) => roles)])].sort(),
      devUrl: inputs.devUrl,
      targetIdentity: identity,
      limits: tools.standInLimits
    };
    return engine.driver.openStandIn(request);
  };
  const standInScope = { ...scope, absent: "leave out" };
  const devUrl = inputs.devUrl === null ? null : sha256(inputs.devUrl.reveal());
  return {
    open: open2,
    scope: standInScope,
    named: inputs.devUrl !== null,
    cache: tools.cache,
    progress: tools.progress,
    cacheKey: {
      tool: tools.version,
      dialect: engine.dialect.name,
      fixed,
      scope: standInScope,
      devUrl,
      files: project.files,
      made
    }
  };
}
async function parseFiles({ target }, diagnosis, context) {
  const { dialect } = target.engine;
  const migrations = [...diagnosis.applied, ...diagnosis.pending];
  const scripts = await Promise.all(migrations.map((migration) => dialect.parseScript(migration.sql ?? "", context)));
  return scripts.flatMap(({ statements: statements2 }) => statements2);
}
function createdExtensions(statements2) {
  const prefix = "extension ";
  return statements2.flatMap(({ creates }) => creates.filter((id) => id.startsWith(prefix)).map((id) => id.slice(prefix.length)));
}

// src/compare.ts
async function compareThreeSides(side) {
  const { project } = side;
  const diagnosis = await diagnosisOf(side);
  const context = contextOfScripts(side);
  const setting = standInSetting(side, diagnosis, context);
  const code2 = await buildDesired(setting, () => project.desiredDdl(context.defaultSchema));
  const replay2 = await replayHistory(setting, diagnosis.applied, diagnosis.pending);
  const live = await withoutRemnants(side, diagnosis, context);
  const historyMissing = diagnosis.empty && live.objects.some(({ kind, id }) => kind === "table" && !context.historyTables.includes(id));
  const spelled = replay2.outcome === "replayed" && !historyMissing ? await inOneSpelling({ ...side, live }, setting, diagnosis.applied, replay2.before, context) : live;
  const report = findDrift(
    { live: spelled, code: code2, history: historySide(replay2, diagnosis, historyMissing) },
    contextOfDrift(side, diagnosis, context)
  );
  return { diagnosis, historyMissing, code: code2, replay: replay2, report, changes: [], compared: [], engine: replay2.engine, context };
}
async function withoutRemnants({ live, target }, { pending: pending2 }, context) {
  if (!live.objects.some((object) => object.kind === "index" && !object.valid)) return live;
  const scripts = await Promise.all(pending2.map(({ sql: sql3 }) => target.engine.dialect.parseScript(sql3 ?? "", context)));
  const built = new Set(
    scripts.flatMap(
      ({ statements: statements2 }) => statements2.flatMap(({ verb, creates }) => /^CREATE (UNIQUE )?INDEX CONCURRENTLY$/.test(verb) ? creates : [])
    )
  );
  return {
    ...live,
    objects: live.objects.filter((object) => !(object.kind === "index" && !object.valid && built.has(object.id)))
  };
}
function historySide(replay2, diagnosis, historyMissing) {
  if (replay2.outcome === "undetermined")
    return { outcome: "undetermined", reason: [replay2.reason, ...replay2.advice === null ? [] : [replay2.advice]].join(" ") };
  const all = wholeHistory(replay2, diagnosis);
  return historyMissing ? { outcome: "unknown", all } : { outcome: "replayed", applied: replay2.before, all };
}
async function compareCodeAndLive(side) {
  const { inputs, project } = side;
  const diagnosis = await diagnosisOf(side);
  const context = contextOfScripts(side);
  const setting = standInSetting(side, diagnosis, context);
  const code2 = await buildDesired(setting, () => project.desiredDdl(context.defaultSchema));
  const replay2 = inputs.strategy === "push" && project.migrations.length > 0 ? await replayHistory(setting, project.migrations, []) : null;
  const driftContext = contextOfDrift(side, diagnosis, context);
  const live = side.inputs.strategy === "sync" ? withoutInvalidIndexes(side.live) : side.live;
  const { changes, ignored, kept: kept2, rules: rules2, compared: compared2 } = compareWithCode(live, code2, driftContext);
  const report = { drift: [], kept: kept2, rules: rules2, ignored };
  const extensions5 = await extensionsToMake(side, diagnosis, context, code2, compared2);
  return {
    diagnosis,
    historyMissing: false,
    code: code2,
    replay: replay2,
    report,
    changes: [...extensions5.map((object) => ({ kind: "create", object, parts: [] })), ...changes],
    compared: [...compared2, ...extensions5],
    engine: null,
    context
  };
}
function withoutInvalidIndexes(live) {
  return { ...live, objects: live.objects.filter((object) => !(object.kind === "index" && !object.valid)) };
}
async function extensionsToMake(side, diagnosis, context, code2, compared2) {
  const known = new Set([...side.live.objects, ...compared2].map(({ id }) => id));
  const candidates = code2.objects.filter((object) => object.kind === "extension" && !known.has(object.id));
  if (candidates.length === 0) return [];
  const without2 = standInSetting(side, diagnosis, context, "declared extensions");
  try {
    await buildDesired(without2, () => side.project.desiredDdl(context.defaultSchema));
    return [];
  } catch (error) {
    if (error instanceof UserError && error.reason === "invalid-source") return candidates;
    throw error;
  }
}
function wholeHistory({ end }, { problems }) {
  return end.outcome === "reached" && !problems.some(({ kind }) => kind === "failed") ? end.snapshot : null;
}
function contextOfScripts({ project, target }) {
  const { defaultSchema } = target.database.connection;
  return { defaultSchema, historyTables: project.historyTables(defaultSchema) };
}
function diagnosisOf(side) {
  return diagnoseHistory(side.project, side.history, side.git, { inputs: side.inputs, today: today(side) });
}
function today({ tools }) {
  return tools.clock().toISOString().slice(0, 10);
}
function contextOfDrift(side, diagnosis, context) {
  const { project, git } = side;
  const migrationFiles = new Set(project.migrations.map(({ path }) => path));
  const schemaFiles = project.files.map(({ path }) => path).filter((path) => !migrationFiles.has(path));
  return {
    language: side.project.language,
    historyTables: context.historyTables,
    diagnosis,
    ignore: side.inputs.config.ignore,
    originOf: (id) => originOfFile(git, project.migrations.find((migration) => migration.id === id)?.path ?? ""),
    schemaOrigin: originOfChange(git, schemaFiles, side.changedFiles),
    today: today(side)
  };
}
var respellable = /* @__PURE__ */ new Set([
  "definition",
  "expression",
  "where",
  "keys",
  "using",
  "check",
  "default",
  "generated",
  "checks",
  "columns"
]);
async function inOneSpelling(side, setting, applied2, history2, context) {
  const neutral = neutralize(history2, side.live, context.historyTables);
  const pairs = diff(neutral.from, neutral.to).flatMap(
    (change2) => change2.kind === "alter" && change2.fields.every((field) => respellable.has(field)) ? [{ from: change2.from, to: change2.to }] : []
  );
  if (pairs.length === 0) return side.live;
  const spelled = await respellOnHistory(setting, applied2, pairs);
  const equal = /* @__PURE__ */ new Map();
  for (const [index, pair] of pairs.entries()) {
    const [from, to] = [spelled.from[index], spelled.to[index]];
    if (from !== void 0 && to !== void 0 && diff([from], [to]).length === 0) equal.set(pair.to.id, pair.from);
  }
  return { ...side.live, objects: side.live.objects.map((object) => equal.get(object.id) ?? object) };
}

// src/execute.ts
async function execute(request) {
  const run2 = new Run(request);
  for (const file of filesOf(request.plan)) {
    if (request.alreadyApplied.has(file.origin)) run2.skip(file);
    else await run2.file(file);
    if (run2.stop !== null) break;
  }
  return { statements: run2.records(), stop: run2.stop };
}
function filesOf({ batches: batches2, statements: statements2 }) {
  const files = [];
  for (const [index, batch] of batches2.entries()) {
    const own = statements2.flatMap((statement, at) => statement.batch === index ? [{ ...statement, number: at + 1 }] : []);
    const open2 = files.at(-1);
    if (open2 === void 0 || open2.origin !== batch.origin)
      files.push({ origin: batch.origin, groups: [{ ...batch, statements: own }] });
    else open2.groups.push({ ...batch, statements: own });
  }
  return files;
}
var Run = class {
  stop = null;
  #request;
  #records = /* @__PURE__ */ new Map();
  /** Ran, and not committed yet. */
  #open = /* @__PURE__ */ new Set();
  #historyExists;
  constructor(request) {
    this.#request = request;
    this.#historyExists = request.historyExists;
  }
  records() {
    return this.#request.plan.statements.map((statement, at) => this.#records.get(at + 1) ?? notRun(statement, at + 1));
  }
  skip(file) {
    for (const statement of file.groups.flatMap(({ statements: statements2 }) => statements2))
      this.#records.set(statement.number, { ...notRun(statement, statement.number), outcome: "applied-before" });
  }
  async file(file) {
    const { database, bookkeeping: bookkeeping2, signal } = this.#request;
    if (signal.aborted) return this.#halt(file, "signal", null, null, askedToStop);
    try {
      await database.startFile();
    } catch (error) {
      return this.#haltOn(file, "statement", "The session could not be prepared", error);
    }
    const entry = bookkeeping2 === null ? null : this.#entryOf(file);
    const [only] = file.groups;
    if (only !== void 0 && isAtomic(file)) await this.#atomic(file, only, entry);
    else await this.#inSteps(file, entry);
  }
  /** The file and its row in the history commit or fail together. */
  async #atomic(file, group, entry) {
    const begun = await this.#begin(file, group);
    if (!begun || !await this.#statements(file, group)) return;
    if (entry !== null && !await this.#note(file, async (note) => this.#writeApplied(note, entry))) return;
    await this.#commit(file, group);
  }
  /** Noted as started, then step by step; what is left of it when it fails decides what the history says. */
  async #inSteps(file, entry) {
    if (entry !== null && !await this.#note(file, async (note) => this.#writeStarted(note, entry))) return;
    for (const group of file.groups) {
      const done = group.transactional ? await this.#transaction(file, group) : await this.#oneByOne(file, group);
      if (!done) return this.#noteFailure(file, entry);
    }
    const { clock } = this.#request;
    if (entry !== null) await this.#note(file, async (note) => note((books) => books.finished(entry, clock())));
  }
  async #transaction(file, group) {
    return await this.#begin(file, group) && await this.#statements(file, group) && await this.#commit(file, group);
  }
  /** Each for itself, or in the transactions that the file opens. */
  async #oneByOne(file, group) {
    const { database } = this.#request;
    if (!await this.#statements(file, group)) return false;
    if (!database.inTransaction) return true;
    const last = group.statements.at(-1)?.number ?? null;
    await this.#rollBack(file, group.statements);
    this.#halt(
      file,
      "statement",
      last,
      null,
      "The file opens a transaction and does not end it, so what it did there was rolled back"
    );
    return false;
  }
  async #begin(file, group) {
    try {
      await this.#request.database.begin(group.foreignKeys);
      return true;
    } catch (error) {
      this.#haltOn(file, "statement", "The transaction could not be started", error);
      return false;
    }
  }
  /** Runs the statements of a group; on failure everything that is not committed is rolled back and marked so. */
  async #statements(file, group) {
    const { database, signal } = this.#request;
    for (const statement of group.statements) {
      if (signal.aborted) {
        await this.#rollBack(file, group.statements);
        this.#halt(file, "signal", null, null, askedToStop);
        return false;
      }
      const executed = await this.#statement(file, statement);
      if (executed.outcome === "done") {
        if (!database.inTransaction) this.#settle(group.statements);
        continue;
      }
      const lost = isUnknown(file, executed.failure);
      await this.#rollBack(file, group.statements);
      this.#halt(
        file,
        lost ? "lost" : executed.failure.kind === "interrupted" ? "signal" : "statement",
        statement.number,
        executed.failure,
        executed.failure.message
      );
      return false;
    }
    return true;
  }
  async #statement(file, statement) {
    const { database, journal, clock, onStatement, plan, signal } = this.#request;
    const { number, sql: sql3, origin } = statement;
    const startedAt = clock();
    onStatement(number, plan.statements.length, sql3);
    journal.append({ event: "statement", number, origin, sql: sql3, at: startedAt.toISOString() });
    const interrupt = () => {
      if (database.inTransaction) void database.interrupt().catch(() => void 0);
    };
    signal.addEventListener("abort", interrupt, { once: true });
    const executed = await database.execute(sql3);
    signal.removeEventListener("abort", interrupt);
    const durationMs = clock().getTime() - startedAt.getTime();
    const { outcome, notices: notices2 } = executed;
    const rows3 = executed.outcome === "done" ? executed.rows : null;
    this.#records.set(number, {
      ...notRun(statement, number),
      outcome: executed.outcome === "done" ? "done" : isUnknown(file, executed.failure) ? "unknown" : "failed",
      startedAt: startedAt.toISOString(),
      durationMs,
      rows: rows3,
      notices: notices2
    });
    if (executed.outcome === "done" && database.inTransaction) this.#open.add(number);
    journal.append({
      event: outcome,
      number,
      durationMs,
      rows: rows3,
      notices: notices2,
      ...executed.outcome === "failed" ? { failure: executed.failure } : {}
    });
    return executed;
  }
  #settle(statements2) {
    for (const { number } of statements2) this.#open.delete(number);
  }
  async #commit(file, group) {
    const { database, journal } = this.#request;
    const committed = await database.commit();
    journal.append({ event: committed.outcome === "done" ? "committed" : "not-committed", origin: file.origin });
    if (committed.outcome === "done") {
      this.#settle(group.statements);
      return true;
    }
    const { failure } = committed;
    const lost = failure.kind === "connection-lost";
    if (lost) this.#mark(group.statements, "unknown");
    else await this.#rollBack(file, group.statements);
    this.#halt(file, lost ? "lost" : "commit", null, failure, `The end of the transaction was refused: ${failure.message}`);
    return false;
  }
  async #rollBack(file, statements2) {
    await this.#request.database.rollback();
    this.#mark(statements2, "rolled-back");
    this.#request.journal.append({ event: "rolled-back", origin: file.origin });
  }
  #mark(statements2, outcome) {
    for (const { number } of statements2) {
      const record = this.#records.get(number);
      if (record !== void 0 && this.#open.has(number)) this.#records.set(number, { ...record, outcome });
    }
    this.#settle(statements2);
  }
  #halt(file, kind, statement, failure, message) {
    if (this.stop !== null) return;
    const left = this.#leftOf(file, kind === "lost");
    this.stop = {
      kind,
      statement,
      failure,
      message: message.endsWith(".") ? message : `${message}.`,
      file: this.#request.bookkeeping === null ? null : { migration: file.origin, left }
    };
    this.#request.journal.append({ event: "stopped", ...this.stop });
  }
  /** What went wrong between two statements; an error that is none of ours means that the connection is gone. */
  #haltOn(file, kind, what, error) {
    const message = `${what === null ? "" : `${what}: `}${messageOf(error)}`;
    if (isLost(error)) {
      this.#halt(file, "lost", null, null, message);
      return;
    }
    const reason = error instanceof UserError ? error.reason : null;
    const failure = {
      code: null,
      message,
      constraint: null,
      table: null,
      column: null,
      kind: reason === "lock-timeout" ? "lock-timeout" : reason === "permission-denied" ? "permission" : "other",
      hint: error instanceof UserError ? error.hint : null
    };
    this.#halt(file, kind, null, failure, message);
  }
  #leftOf(file, lost) {
    const outcomes = file.groups.flatMap(({ statements: statements2 }) => statements2.map(({ number }) => this.#records.get(number)?.outcome));
    if (lost || outcomes.includes("unknown")) return "unknown";
    return outcomes.includes("done") ? "partly" : "nothing";
  }
  #entryOf({ origin }) {
    const { newId, clock, plan } = this.#request;
    const checksum = plan.migrations.find(({ id }) => id === origin)?.checksum ?? "";
    return { id: newId(), migration: origin, checksum, startedAt: clock() };
  }
  /** Writes to the history; a refusal stops the run as a failing statement does. */
  async #note(file, write2) {
    const { database, bookkeeping: bookkeeping2 } = this.#request;
    if (bookkeeping2 === null) return true;
    try {
      await write2(async (statementOf) => {
        const { sql: sql3, values } = statementOf(bookkeeping2);
        await database.write(sql3, values);
      });
      return true;
    } catch (error) {
      const all = file.groups.flatMap(({ statements: statements2 }) => statements2);
      if (isLost(error)) this.#mark(all, "unknown");
      else await this.#rollBack(file, all);
      this.#haltOn(file, "history", null, error);
      return false;
    }
  }
  async #writeApplied(note, entry) {
    await this.#makeTable(note);
    await note((books) => books.applied(entry, this.#request.clock()));
  }
  async #writeStarted(note, entry) {
    await this.#makeTable(note);
    await note((books) => books.started(entry));
  }
  async #makeTable(note) {
    if (!this.#historyExists) await note((books) => books.create);
    this.#historyExists = true;
  }
  /** Nothing left: as if it had not been tried. Something left: noted as failed, as the tool itself would, so that nothing builds on it. */
  async #noteFailure(file, entry) {
    const { stop } = this;
    if (entry === null || stop === null || stop.kind === "lost") return;
    const logs = `${stop.message}${stop.failure?.code == null ? "" : `
Database error code: ${stop.failure.code}`}`;
    await this.#note(
      file,
      (note) => note((books) => stop.file?.left === "nothing" ? books.forget(entry) : books.failed(entry, logs))
    );
  }
};
var askedToStop = "This run was asked to stop";
function notRun({ sql: sql3, origin, batch }, number) {
  return { number, origin, batch, sql: sql3, outcome: "not-run", startedAt: null, durationMs: null, rows: null, notices: [] };
}
function isAtomic({ groups }) {
  return groups.length === 1 && groups[0]?.transactional === true;
}
function isUnknown(file, { kind }) {
  return kind === "connection-lost" && !isAtomic(file);
}
function isLost(error) {
  return !(error instanceof UserError) || error.reason === "connection-failed";
}
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

// src/gate.ts
function gatePlan(request) {
  return [
    ...otherEnvironment(request),
    ...otherApproval(request),
    ...otherFiles(request),
    ...destroys(request),
    ...unreviewable(request)
  ];
}
function gateTarget(plan, connection, schemas2) {
  return [...otherDatabase(plan, connection, schemas2), ...pooled(connection)];
}
function otherEnvironment({ plan, environment: environment2 }) {
  if (plan.environment === environment2) return [];
  return [
    {
      reason: "target-mismatch",
      object: null,
      message: `The plan was made for the environment "${plan.environment}", and this is "${environment2}".`,
      hint: "Make a plan for this environment with `schemagate preflight`, and have it approved."
    }
  ];
}
function otherApproval({ plan, permission: permission2 }) {
  if (permission2.kind === "standing" || permission2.named === plan.digest) return [];
  const named = permission2.named ?? "";
  const onlyName = named.length >= 7 && plan.digest.startsWith(named);
  return [
    {
      reason: "approval-missing",
      object: null,
      message: onlyName ? `--approve has ${named.length} characters of the plan's digest: that names it, but does not prove which plan was meant.` : `--approve names another plan than this one (${shortDigest(plan.digest)}).`,
      hint: onlyName ? `Give all 64 characters: ${plan.digest}` : "Read this plan (02-migration-plan.md), and approve its own digest."
    }
  ];
}
function otherFiles({ changedFiles }) {
  if (changedFiles.length === 0) return [];
  const shown3 = changedFiles.slice(0, 5).map((path) => `\`${path}\``);
  return [
    {
      reason: "plan-changed",
      object: changedFiles.length === 1 ? changedFiles[0] ?? null : null,
      message: `The code is not what was planned: ${shown3.join(", ")}${changedFiles.length > 5 ? ` and ${changedFiles.length - 5} more` : ""} differ from the files of the plan.`,
      hint: "Check out the commit that the plan was made of, or make a new plan of this one and have it approved."
    }
  ];
}
function destroys({ plan, permission: permission2 }) {
  const numbers = withEffect(plan, "deletes-data");
  if (numbers.length === 0) return [];
  const { destructive } = permission2;
  if (!destructive.allowed) {
    return [
      {
        reason: "destructive-not-allowed",
        object: null,
        message: `${capital(numbered(numbers))} ${numbers.length === 1 ? "deletes" : "delete"} data for good.`,
        hint: "If that is meant, add --allow-destructive, and --backup REF (where the backup is) or --accept-risk REASON."
      }
    ];
  }
  if (destructive.backup !== null || destructive.acceptedRisk !== null) return [];
  return [
    {
      reason: "backup-missing",
      object: null,
      message: "The plan deletes data, and no backup is named.",
      hint: "Add --backup REF (where the backup is), or --accept-risk REASON (why none is needed)."
    }
  ];
}
function unreviewable({ plan, allowed }) {
  const unread = allowed.includes("not-understood") ? [] : withEffect(plan, "not-understood");
  const outside = allowed.includes("reaches-outside") ? [] : withEffect(plan, "reaches-outside");
  return [
    ...unread.length === 0 ? [] : [
      {
        reason: "not-understood",
        object: null,
        message: `What ${numbered(unread)} would do could not be understood, so nobody can have reviewed it.`,
        hint: "Write it in statements that can be read, or allow it for this environment in the configuration: allow-hazards: [not-understood]."
      }
    ],
    ...outside.length === 0 ? [] : [
      {
        reason: "policy",
        object: null,
        message: `${capital(numbered(outside))} would reach outside of the database: files, programs or other servers.`,
        hint: "Do that apart from migrations, or allow it for this environment in the configuration: allow-hazards: [reaches-outside]."
      }
    ]
  ];
}
function otherDatabase(plan, connection, schemas2) {
  const { target } = plan;
  const mismatch = (message, hint) => ({ reason: "target-mismatch", object: null, message, hint });
  const again2 = "Make a plan for this database with `schemagate preflight`, and have it approved.";
  if (target.dialect !== connection.dialect || target.identity !== connection.identity)
    return [
      mismatch(
        `${connection.display} is not the database that the plan was made for (${target.database}).`,
        `Check the URL. ${again2}`
      )
    ];
  const reasons3 = [];
  const planned = majorOf2(target.serverVersion);
  if (planned !== String(connection.serverMajor))
    reasons3.push(
      mismatch(`The plan was made for version ${planned} of the server, which is now ${connection.serverVersion}.`, again2)
    );
  if (schemas2.join("\0") !== target.schemas.join("\0"))
    reasons3.push(
      mismatch(
        `The plan covers the schemas ${target.schemas.join(", ") || "(none)"}, and here ${schemas2.join(", ") || "none"} are looked at.`,
        "Pass the same --include-schemas and --exclude-schemas as when it was planned."
      )
    );
  return reasons3;
}
function pooled({ route }) {
  if (route.kind === "direct" || route.kind === "local") return [];
  return [
    {
      reason: "pooled-connection",
      object: null,
      message: `This is no direct connection to the server (${route.description}): locks and settings of a session would get lost.`,
      hint: "Give the direct URL, often another port or host of the same database (Prisma calls it directUrl)."
    }
  ];
}
function withEffect(plan, effect2) {
  return plan.statements.flatMap(({ effects: effects2 }, index) => effects2.includes(effect2) ? [index + 1] : []);
}
function numbered(numbers) {
  const shown3 = numbers.slice(0, 10).join(", ");
  return `${numbers.length === 1 ? "statement" : "statements"} ${shown3}${numbers.length > 10 ? ` and ${numbers.length - 10} more` : ""}`;
}
function capital(words3) {
  return `${words3.charAt(0).toUpperCase()}${words3.slice(1)}`;
}
function majorOf2(version2) {
  return version2.split(".")[0] ?? version2;
}

// src/diff/patch.ts
function patch(base, from, to) {
  const objects = new Map(base.map((object) => [object.id, object]));
  const conflicts = [];
  for (const change2 of diff(from, to)) applyChange(objects, change2, conflicts);
  return { objects: [...objects.values()].sort((a, b) => a.id < b.id ? -1 : 1), conflicts };
}
function applyChange(objects, change2, conflicts) {
  switch (change2.kind) {
    case "create":
      if (objects.has(change2.object.id))
        conflicts.push({ object: change2.object.id, message: "is created by the plan, but exists already" });
      for (const object of [change2.object, ...change2.parts]) objects.set(object.id, object);
      return;
    case "drop":
      if (!objects.has(change2.object.id))
        conflicts.push({ object: change2.object.id, message: "is dropped by the plan, but does not exist" });
      remove(objects, change2.object.id);
      return;
    case "rename":
      if (!objects.has(change2.from.id))
        conflicts.push({ object: change2.from.id, message: "is renamed by the plan, but does not exist" });
      objects.delete(change2.from.id);
      objects.set(change2.to.id, change2.to);
      return;
    case "alter": {
      const present = objects.get(change2.from.id);
      if (present === void 0)
        conflicts.push({ object: change2.from.id, message: "is changed by the plan, but does not exist" });
      const target = change2.to;
      const changed = Object.fromEntries(change2.fields.map((field) => [field, target[field]]));
      objects.set(change2.from.id, { ...present ?? change2.to, ...changed });
      return;
    }
  }
}
function remove(objects, id) {
  objects.delete(id);
  for (const object of [...objects.values()]) {
    if (ownerOf(object) === id) remove(objects, object.id);
  }
}

// src/plan/rollback.ts
function wayBack(statements2, expected, base, dialect) {
  const changes = diff(expected.objects, base.objects);
  const ddl = dialect.writeDdl(changes, { from: expected, to: base, form: "plain" });
  return [
    ...statements2.flatMap(lostBy),
    ...ddl.refused.map(({ change: change2, reason }) => ({ irreversible: `${describeChange(change2)}: ${reason}` })),
    ...ddl.statements.map(({ sql: sql3 }) => ({ sql: sql3 }))
  ];
}
function lostBy(statement, index) {
  const number = index + 1;
  if (statement.effects.includes("deletes-data")) {
    return [
      { irreversible: `Statement ${number} deletes data: the structure can be brought back, the data only from a backup.` }
    ];
  }
  if (statement.effects.includes("changes-data")) {
    return [{ irreversible: `Statement ${number} changes data: the old values can only come from a backup.` }];
  }
  if (statement.effects.includes("not-understood")) {
    return [{ irreversible: `Statement ${number} was not understood: what it would take to undo it is not known.` }];
  }
  return [];
}

// src/plan/touches.ts
function dependencies(named, objects) {
  const result = new Set(named);
  const byId3 = new Map(objects.map((object) => [object.id, object]));
  for (const id of named) {
    const object = byId3.get(id);
    if (object === void 0) continue;
    const owner = ownerOf(object);
    if (owner !== null) result.add(owner);
    if (object.kind === "foreign key") result.add(object.references);
  }
  for (const object of objects) {
    const owner = ownerOf(object);
    if (owner !== null && result.has(owner)) result.add(object.id);
  }
  return [...result].sort();
}
function concerns(touches, object) {
  if (touches.has(object.id)) return true;
  if ("table" in object) return touches.has(objectId("table", object.schema, object.table));
  const owner = ownerOf(object);
  return owner !== null && touches.has(owner);
}

// src/plan/verifiable.ts
function verifiable(objects) {
  return objects.flatMap((object) => {
    if (object.kind !== "rights") return [object];
    return object.grants.length === 0 ? [] : [{ ...object, owner: "" }];
  });
}

// src/plan/build-plan.ts
async function planMigrations(request, pending2, states) {
  const { base } = request;
  const expected = patch(base.objects, states.before.objects, states.end.objects);
  const batches2 = [];
  const statements2 = [];
  const touched = /* @__PURE__ */ new Set();
  let reached = states.before;
  for (const [index, migration] of pending2.entries()) {
    const script = await request.dialect.parseScript(migration.sql ?? "", { ...request.context, objects: reached.objects });
    reached = states.after[index] ?? reached;
    for (const group of groupsOf(request.dialect, script.statements)) {
      const { transactional, foreignKeys } = group;
      batches2.push({ origin: migration.id, transactional, foreignKeys, after: null });
      for (const parsed of group.statements) {
        statements2.push(planStatement(parsed, migration.id, batches2.length - 1));
        for (const id of [...parsed.touches, ...parsed.creates]) touched.add(id);
      }
    }
    const state = states.after[index] ?? null;
    const last = batches2.at(-1);
    if (state !== null && last !== void 0 && last.origin === migration.id) {
      batches2[batches2.length - 1] = {
        ...last,
        after: {
          objects: boundary(
            verifiable(base.objects),
            verifiable(patch(base.objects, states.before.objects, state.objects).objects)
          )
        }
      };
    }
  }
  const changes = diff(states.before.objects, states.end.objects);
  for (const change2 of changes) touched.add(changedId(change2));
  return {
    plan: finish(request, {
      batches: batches2,
      statements: statements2,
      migrations: pending2.map(({ id, checksum }) => ({ id, checksum })),
      touched,
      expected: expected.objects,
      changes
    }),
    conflicts: expected.conflicts
  };
}
async function planChanges(request, wanted, desired) {
  const { base, dialect } = request;
  const to = { ...base, objects: desired };
  const form = request.strategy === "sync" ? "guarded" : "plain";
  const first = dialect.writeDdl(wanted, { from: base, to, form });
  const orphaned = orphanedBy(first.refused, wanted);
  const changes = wanted.filter((change2) => !orphaned.some((refusal) => refusal.change === change2));
  const ddl = orphaned.length === 0 ? first : dialect.writeDdl(changes, { from: base, to, form });
  const refused3 = [...ddl.refused, ...orphaned];
  const touched = new Set(changes.map(changedId));
  const parsed = await parseOwn(ddl.statements, request);
  for (const part of parsed.flat()) for (const id of [...part.touches, ...part.creates]) touched.add(id);
  const groups = ownGroups(dialect, ddl.statements, parsed);
  const batches2 = groups.map(
    ({ transactional, foreignKeys }) => ({ origin: "schemagate", transactional, foreignKeys, after: null })
  );
  const statements2 = groups.flatMap(
    ({ statements: indexes }, batch) => indexes.flatMap((index) => {
      const statement = ddl.statements[index];
      const read = parsed[index] ?? [];
      if (statement === void 0) return [];
      return {
        sql: statement.sql,
        origin: "schemagate",
        batch,
        changes: statement.changes.flatMap((change2) => changes[change2] ?? []).map(describeChange),
        effects: unique(read.flatMap(({ effects: effects2 }) => effects2)),
        hazards: read.flatMap(({ hazards }) => hazards),
        locks: [],
        rewrites: []
      };
    })
  );
  const refusedChanges = new Set(refused3.map(({ change: change2 }) => change2));
  const planned = changes.filter((change2) => !refusedChanges.has(change2));
  const expected = patchWith(base.objects, planned);
  return {
    plan: finish(request, { batches: batches2, statements: statements2, migrations: [], touched, expected, changes: planned }),
    conflicts: [],
    refused: refused3
  };
}
function orphanedBy(refused3, changes) {
  const missing2 = new Set(refused3.map(({ change: change2 }) => changedId(change2)));
  return changes.flatMap((change2) => {
    const owner = change2.kind === "create" && change2.object.kind === "sequence" ? change2.object.ownedBy : null;
    return owner !== null && missing2.has(owner) ? [{ change: change2, reason: `It belongs to ${owner}, which is not planned.` }] : [];
  });
}
async function parseOwn(statements2, { dialect, context, base }) {
  const seen = { ...context, objects: base.objects };
  const script = await dialect.parseScript(statements2.map(({ sql: sql3 }) => `${sql3};
`).join(""), seen);
  if (script.statements.length === statements2.length) return script.statements.map((statement) => [statement]);
  return Promise.all(statements2.map(async ({ sql: sql3 }) => (await dialect.parseScript(sql3, seen)).statements));
}
function groupsOf(dialect, statements2) {
  const groups = dialect.groupStatements(statements2);
  return groups.length > 0 ? groups : [{ transactional: true, foreignKeys: null, statements: [] }];
}
function ownGroups(dialect, statements2, parsed) {
  const indexOf = new Map(parsed.flatMap((parts, index) => parts.slice(0, 1).map((part) => [part, index])));
  const leading = statements2.flatMap((_, index) => parsed[index]?.[0] ?? []);
  return dialect.groupStatements(leading).map((group) => ({ ...group, statements: group.statements.flatMap((part) => indexOf.get(part) ?? []) }));
}
function finish(request, parts) {
  const { base, dialect, head } = request;
  const expected = { ...base, objects: parts.expected, statistics: {} };
  const baseHashes = hashObjects(verifiable(base.objects));
  const expectedHashes = hashObjects(verifiable(expected.objects));
  const lastBatch = parts.batches.length - 1;
  const plan = {
    version: 1,
    ...head,
    strategy: request.strategy,
    migrations: parts.migrations,
    visibleKinds: visibleKinds(base),
    // A name in a statement may mean several kinds of object: what is meant is what exists before or after.
    touches: dependencies(
      [...parts.touched].filter((id) => id in baseHashes || id in expectedHashes),
      base.objects
    ),
    base: { fingerprint: fingerprintOf(baseHashes), objects: baseHashes },
    expected: { fingerprint: fingerprintOf(expectedHashes), objects: expectedHashes, snapshot: expected },
    batches: parts.batches.map(
      (batch, index) => index === lastBatch && batch.after === null ? { ...batch, after: { objects: boundary(verifiable(base.objects), verifiable(expected.objects)) } } : batch
    ),
    statements: parts.statements,
    rollback: rollback(parts, expected, base, dialect),
    summary: summarize(parts.changes)
  };
  return { ...plan, digest: digestOf(plan) };
}
function rollback(parts, expected, base, dialect) {
  if (parts.statements.length === 0) return [];
  return wayBack(parts.statements, expected, base, dialect);
}
function planStatement(parsed, origin, batch) {
  return {
    sql: parsed.sql,
    origin,
    batch,
    changes: [],
    effects: parsed.effects,
    hazards: parsed.hazards,
    locks: [],
    rewrites: []
  };
}
function boundary(base, state) {
  const before = new Map(base.map((object) => [object.id, object]));
  const after = new Set(state.map(({ id }) => id));
  const gone = [...before.keys()].filter((id) => !after.has(id)).map((id) => [id, null]);
  const moved = state.filter((object) => before.get(object.id) !== object);
  const changed = moved.filter((object) => {
    const from = before.get(object.id);
    return from === void 0 || differingFields(from, object).length > 0;
  });
  return Object.fromEntries([...gone, ...Object.entries(hashObjects(changed))].sort(([a], [b]) => a < b ? -1 : 1));
}
function patchWith(base, changes) {
  const { from, to } = changes.reduce(
    (sides, change2) => {
      if (change2.kind === "create" || change2.kind === "drop") {
        sides[change2.kind === "create" ? "to" : "from"].push(change2.object, ...change2.parts);
      } else {
        sides.from.push(change2.from);
        sides.to.push(change2.to);
      }
      return sides;
    },
    { from: [], to: [] }
  );
  return patch(base, from, to).objects;
}
function visibleKinds(base) {
  const invisible = new Set(base.invisible.map(({ kind }) => kind));
  return unique(base.objects.map(({ kind }) => kind)).filter((kind) => !invisible.has(kind));
}
function summarize(changes) {
  const count3 = (...kinds2) => changes.filter(({ kind }) => kinds2.includes(kind)).length;
  return { add: count3("create"), change: count3("alter", "rename"), drop: count3("drop") };
}
function unique(values) {
  return [...new Set(values)].sort();
}

// src/plan/coverage.ts
function covered(snapshot2, { historyTables, ignore, today: today2 }) {
  const partitions = snapshot2.objects.flatMap(
    (object) => object.kind === "table" && object.partitionOf !== null ? [object.id] : []
  );
  const objects = withoutBelongings(snapshot2.objects, /* @__PURE__ */ new Set([...historyTables, ...partitions])).filter(
    (object) => !isIgnored(object, ignore, today2) && !(object.kind === "index" && !object.valid)
  );
  return { ...snapshot2, objects };
}

// src/plan/push.ts
var holdsData = /* @__PURE__ */ new Set(["table", "column"]);
function decidePush(changes, madeByHistory, named) {
  const mayDrop = (id) => madeByHistory.has(id) || named.some((name) => id === name || id.slice(id.indexOf(" ") + 1) === name);
  const forbidden = (change2) => change2.kind === "drop" && holdsData.has(change2.object.kind) && !mayDrop(change2.object.id);
  return {
    planned: changes.filter((change2) => !forbidden(change2)),
    kept: changes.flatMap(
      (change2) => change2.kind === "drop" && forbidden(change2) ? [{ change: change2, reason: `No migration of this repository made it; to drop it, pass --drop "${change2.object.id}".` }] : []
    )
  };
}

// src/plan/sync.ts
var addable = /* @__PURE__ */ new Set([
  "schema",
  "extension",
  "enum",
  "sequence",
  "table",
  "column",
  "index",
  "primary key",
  "foreign key",
  "check"
]);
function decideSync(live, code2, changes) {
  const differing = new Set(changes.map(changedId));
  const present = new Set(live.map(({ id }) => id));
  const existing = code2.filter(
    (object) => present.has(object.id) && !differing.has(object.id) && (ownerOf(object) === null || object.kind === "index" || object.kind === "column")
  );
  return {
    existing: existing.map(({ id }) => id),
    added: changes.filter(isAddition),
    left: changes.filter((change2) => !isAddition(change2))
  };
}
function isAddition(change2) {
  if (change2.kind === "create") return addable.has(change2.object.kind);
  return change2.kind === "alter" && change2.from.kind === "enum" && change2.to.kind === "enum" && addsValuesOnly(change2.from.values, change2.to.values);
}
function addsValuesOnly(from, to) {
  return from.every((value) => to.includes(value)) && to.filter((value) => from.includes(value)).join("\0") === from.join("\0");
}

// src/plan/verdict.ts
function judge(findings) {
  const reasons3 = [
    ...missingHistory(findings),
    ...historyProblems(findings.diagnosis),
    ...unreplayable(findings),
    ...failing(findings),
    ...conflicting(findings),
    ...missingMigration(findings),
    ...unexplained(findings),
    ...madeByHand(findings)
  ];
  const [first, ...rest] = reasons3;
  if (first !== void 0) return { outcome: "blocked", reasons: [first, ...rest] };
  return { outcome: findings.plan !== null && findings.plan.statements.length > 0 ? "planned" : "up-to-date" };
}
function missingHistory({ historyMissing, hasMigrations }) {
  if (!historyMissing) return [];
  const hint = hasMigrations ? "If the migrations up to some point are what this database holds, record them with a baseline: `npx prisma migrate resolve --applied NAME` for each of them; then run this again." : "This project has no migrations: compare with --strategy push or sync, or make a first migration and baseline the database with it.";
  return [
    {
      reason: "history-missing",
      object: null,
      message: "The database has tables but no migration history, so it can't be known which migrations it has: no plan without a baseline.",
      hint
    }
  ];
}
var problemReasons = {
  failed: "history-failed-state",
  "rolled-back": "history-failed-state",
  edited: "history-edited",
  "edited-line-endings": "history-edited",
  unknown: "unknown-revision"
};
function historyProblems(diagnosis) {
  const blocking = diagnosis.problems.filter(({ blocks }) => blocks);
  const strange = strangers(diagnosis);
  const single = blocking.filter((problem) => strange.length < 2 || !strange.includes(problem)).map((problem) => ({
    reason: problemReasons[problem.kind],
    object: `migration ${problem.migration}`,
    message: problem.message,
    hint: problem.hint
  }));
  return strange.length < 2 ? single : [...single, otherHistory(strange)];
}
function strangers({ applied: applied2, problems }) {
  return applied2.length > 0 ? [] : problems.filter(({ kind, blocks }) => kind === "unknown" && blocks);
}
function otherHistory(strange) {
  return {
    reason: "unknown-revision",
    object: null,
    message: `The database has applied ${strange.length} migrations ("${strange[0]?.migration}" is the first), and the repository has none of them.`,
    hint: "Check that this is the right database, and that the migrations are found: --migrations names their folder."
  };
}
function unreplayable({ undetermined: undetermined2 }) {
  if (undetermined2 === null) return [];
  return [
    {
      reason: "invalid-source",
      object: "migration history",
      message: `The applied migrations can't be replayed, so the state that the pending ones lead to can't be known: ${undetermined2.reason}`,
      hint: undetermined2.advice ?? "Where the file itself is broken, squash the history and baseline. For PostgreSQL, --dev-url with an empty scratch database that has what is missing may help."
    }
  ];
}
function failing({ failedMigration }) {
  if (failedMigration === null) return [];
  const { migration, message, advice } = failedMigration;
  const correct = "correct the file: it has not been applied here yet, so it may still be edited.";
  return [
    {
      reason: "invalid-source",
      object: `migration ${migration}`,
      message: `The pending migration "${migration}" fails when it is run after the applied ones: ${message}`,
      hint: advice === null ? `C${correct.slice(1)}` : `${advice} If that is not why, ${correct}`
    }
  ];
}
function conflicting({ conflicts }) {
  return conflicts.map(({ object, message }) => ({
    reason: "drift-detected",
    object,
    message: `${object} ${message} in the live database.`,
    hint: "Bring the database back to what the applied migrations say (undo the change made by hand), or adopt that change in a migration that comes first."
  }));
}
function missingMigration({ drift, diagnosis, historyMissing, hasMigrations }) {
  const entries = drift.filter(({ cause, from }) => cause === "missing-migration" && from !== "default-branch");
  if (entries.length === 0 || !hasMigrations && (historyMissing || strangers(diagnosis).length > 0)) return [];
  return [
    {
      reason: "drift-detected",
      object: entries.length === 1 ? entries[0]?.object ?? null : null,
      message: `The schema in the code has changes that no migration makes: ${firstFew(entries)}.`,
      hint: "Commit the missing migration together with the schema; its text is in the drift report."
    }
  ];
}
function firstFew(entries) {
  const named = entries.slice(0, 5).map(({ summary: summary4 }) => summary4);
  return `${named.join("; ")}${entries.length > named.length ? `; and ${entries.length - named.length} more` : ""}`;
}
function unexplained({ drift }) {
  const entries = drift.filter(({ cause, change: change2 }) => cause === "undetermined" && change2 !== null);
  if (entries.length === 0) return [];
  return [
    {
      reason: "drift-detected",
      object: null,
      message: `The database and the code differ, and the migrations can't be replayed to tell why: ${firstFew(entries)}.`,
      hint: "The drift report says what keeps the migrations from being replayed; with that out of the way, each difference gets its cause."
    }
  ];
}
function madeByHand({ drift, plan, onDrift, conflicts }) {
  const touches = new Set(plan?.touches ?? []);
  const reported = new Set(conflicts.map(({ object }) => object));
  return drift.flatMap((entry) => {
    if (entry.cause !== "unmanaged" || reported.has(entry.object)) return [];
    if (changedObjects(entry).some((object) => concerns(touches, object))) {
      return [
        {
          reason: "drift-detected",
          object: entry.object,
          message: `Changed by hand, and the plan touches it: ${entry.summary}.`,
          hint: "Adopt the change in a migration, or undo it; the drift report has the text for both."
        }
      ];
    }
    if (onDrift === "block") {
      return [
        {
          reason: "drift-detected",
          object: entry.object,
          message: `Changed by hand: ${entry.summary}.`,
          hint: "The configuration blocks on drift here: adopt, undo or ignore the change."
        }
      ];
    }
    return [];
  });
}
function changedObjects({ change: change2 }) {
  if (change2 === null) return [];
  return change2.kind === "create" || change2.kind === "drop" ? [change2.object] : [change2.from, change2.to];
}

// src/propose.ts
async function proposePlan(side, comparison) {
  switch (side.inputs.strategy) {
    case "migrate":
      return proposeMigrate(side, comparison);
    case "push":
      return proposePush(side, comparison);
    case "sync":
      return proposeSync(side, comparison);
  }
}
async function proposeMigrate(side, comparison) {
  const { diagnosis, historyMissing, replay: replay2 } = comparison;
  const failed = replay2?.outcome === "replayed" && replay2.end.outcome === "failed" ? replay2.end : null;
  let built = null;
  if (!historyMissing && replay2?.outcome === "replayed" && replay2.end.outcome === "reached") {
    const states = { before: replay2.before, after: replay2.after, end: replay2.end.snapshot };
    built = await planMigrations(planRequest(side, comparison), diagnosis.pending, states);
  }
  const verdict3 = judge({
    drift: comparison.report.drift,
    diagnosis,
    plan: built?.plan ?? null,
    conflicts: built?.conflicts ?? [],
    onDrift: onDriftOf(side),
    failedMigration: failed,
    historyMissing,
    hasMigrations: side.project.migrations.length > 0,
    undetermined: replay2?.outcome === "undetermined" && diagnosis.pending.length > 0 ? replay2 : null
  });
  return { plan: historyMissing ? null : built?.plan ?? null, verdict: verdict3, push: null, sync: null, refused: [] };
}
async function proposePush(side, comparison) {
  const { replay: replay2 } = comparison;
  const made = replay2?.outcome === "replayed" ? new Set(replay2.before.objects.map(({ id }) => id)) : /* @__PURE__ */ new Set();
  const push = decidePush(comparison.changes, made, side.inputs.drop);
  const built = await planChanges(planRequest(side, comparison), push.planned, comparison.compared);
  return { plan: built.plan, verdict: simpleVerdict(built.plan), push, sync: null, refused: built.refused };
}
async function proposeSync(side, comparison) {
  const sync = decideSync(side.live.objects, comparison.compared, comparison.changes);
  const built = await planChanges(planRequest(side, comparison), sync.added, comparison.compared);
  return { plan: built.plan, verdict: simpleVerdict(built.plan), push: null, sync, refused: built.refused };
}
function simpleVerdict(plan) {
  return { outcome: plan.statements.length > 0 ? "planned" : "up-to-date" };
}
function onDriftOf({ inputs }) {
  return inputs.config.environments[inputs.environment ?? ""]?.onDrift ?? "warn";
}
function planRequest(side, comparison) {
  const { inputs, project, target, tools } = side;
  const { connection } = target.database;
  return {
    strategy: inputs.strategy,
    dialect: target.engine.dialect,
    context: comparison.context,
    base: covered(side.live, {
      historyTables: comparison.context.historyTables,
      ignore: inputs.config.ignore,
      today: tools.clock().toISOString().slice(0, 10)
    }),
    head: {
      createdAt: tools.clock().toISOString(),
      tool: tools.version,
      environment: inputs.environment ?? "",
      task: side.task,
      push: inputs.push,
      source: { kind: project.kind, commit: side.git?.commit ?? null, files: project.files },
      target: {
        dialect: target.engine.dialect.name,
        serverVersion: connection.serverVersion,
        identity: connection.identity,
        database: connection.database,
        schemas: target.scope.include
      },
      rehearsal: {
        outcome: "not-rehearsed",
        engine: comparison.engine,
        reason: "This version replays the files on a stand-in of the code's history, but does not rehearse them on a copy of the live schema."
      }
    }
  };
}

// node_modules/smol-toml/dist/error.js
function getLineColFromPtr(string, ptr) {
  let lines2 = string.slice(0, ptr).split(/\r?\n/);
  return [lines2.length, lines2.pop().length + 1];
}
function makeCodeBlock(string, line2, column) {
  let lines2 = string.split(/\r?\n/);
  let codeblock = "";
  let numberLen = (Math.log10(line2 + 1) | 0) + 1;
  for (let i = line2 - 1; i <= line2 + 1; i++) {
    let l = lines2[i - 1];
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
  const names = (keep2) => entries.filter(keep2).map((entry) => entry.name).sort();
  return {
    files: names((entry) => entry.isFile()),
    folders: names((entry) => entry.isDirectory()),
    others: names((entry) => !entry.isFile() && !entry.isDirectory())
  };
}
function cannotRead(path, error) {
  if (!(error instanceof Error) || !("code" in error)) return error;
  return new UserError("invalid-source", `Can't read "${path}": ${String(error.code)}.`, "Check its permissions.", {
    cause: error
  });
}

// src/source/prisma/prisma.ts
import { posix as posix6 } from "node:path";

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
  const [refused3] = needed.filter(({ readable }) => !readable);
  if (refused3 === void 0) return found;
  const table2 = `${quote(schema)}.${quote(historyTable)}`;
  throw new UserError(
    "permission-denied",
    `User ${JSON.stringify(refused3.role)} may not read the migration history ${table2}, so it can't be known which migrations are applied.`,
    `GRANT USAGE ON SCHEMA ${quote(schema)} TO ${quote(refused3.role)}; GRANT SELECT ON ${table2} TO ${quote(refused3.role)};`
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
    sql: dialect === "postgres" ? numbered2(sql3) : sql3,
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
    finished: ({ id }, at) => statement(
      `UPDATE ${table2} SET "finished_at" = ?, "applied_steps_count" = "applied_steps_count" + 1 WHERE "id" = ?`,
      time(at),
      id
    ),
    applied: ({ id, checksum, migration, startedAt }, at) => statement(
      `INSERT INTO ${table2} ("id", "checksum", "migration_name", "started_at", "finished_at", "applied_steps_count") VALUES (?, ?, ?, ?, ?, 1)`,
      id,
      checksum,
      migration,
      time(startedAt),
      time(at)
    ),
    failed: ({ id }, logs) => statement(`UPDATE ${table2} SET "logs" = ? WHERE "id" = ?`, logs, id),
    forget: ({ id }) => statement(`DELETE FROM ${table2} WHERE "id" = ?`, id)
  };
}
function numbered2(sql3) {
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
      ...rows3.filter(isFailed).map(failedProblem),
      ...rolledBack(rows3, applied2, failed).flatMap((row) => known.has(row.migration) ? [rolledBackProblem(row)] : []),
      ...[...applied2.values()].flatMap((row) => appliedProblem(row, known.get(row.migration)))
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
function failedProblem(row) {
  const when = row.startedAt === null ? "" : ` on ${day(row.startedAt)}`;
  const code2 = row.errorCode === null ? "" : ` with error ${row.errorCode}`;
  return {
    kind: "failed",
    migration: row.migration,
    message: `The migration "${row.migration}" was started${when} and failed${code2}: Prisma applies nothing until that is resolved (P3009).`,
    hint: `If nothing of it is left in the database, run \`npx prisma migrate resolve --rolled-back ${shellWord(row.migration)}\`; if you completed it by hand, \`npx prisma migrate resolve --applied ${shellWord(row.migration)}\`.`,
    blocks: true
  };
}
function rolledBackProblem(row) {
  return {
    kind: "rolled-back",
    migration: row.migration,
    message: `The migration "${row.migration}" failed once and was marked as rolled back${row.rolledBackAt === null ? "" : ` on ${day(row.rolledBackAt)}`}.`,
    hint: "It runs again with the next deployment. Check that nothing of the first try is left in the database.",
    blocks: false
  };
}
function appliedProblem(row, migration) {
  if (migration === void 0) return [unknownProblem(row)];
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
function unknownProblem(row) {
  return {
    kind: "unknown",
    migration: row.migration,
    message: `The database has applied the migration "${row.migration}", which the repository doesn't have.`,
    hint: "Restore its folder from the branch that applied it, or check that this is the right database.",
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
    hint: `Restore the file (\`git log -- ${shellWord(path)}\` shows its versions) and put the change into a new migration; where that is past mending, accept it under ignore: as "migration ${id}", with a reason.`,
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
  if (object.kind === "table" && object.options.some((option2) => option2.startsWith("USING ")))
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
  const names = [`${to.table}.${to.name}`, `${to.schema}.${to.table}.${to.name}`];
  if (names.some((name) => language.unspecifiedDefaults.has(name))) return "unspecified-default";
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
function takeOver(from, to, words3) {
  const fields = Object.keys(words3).filter((field) => !sameValue(from[field], to[field]));
  return {
    to: { ...to, ...Object.fromEntries(fields.map((field) => [field, from[field]])) },
    kept: fields.map((field) => `Prisma's language has no ${words3[field]}`),
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
  const words3 = language.partialIndexes ? indexWords : { ...indexWords, where: "partial indexes without the preview feature partialIndexes" };
  const plain2 = takeOver(from, to, words3);
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
function counterparts(missing2, added, surroundings) {
  const waiting = Map.groupBy(missing2.filter(isNamed), tableOf);
  const pairs = [];
  for (const to of added.filter(isNamed)) {
    const candidates = waiting.get(tableOf(to)) ?? [];
    const from = candidates.find((candidate) => core(candidate) === core(to)) ?? candidates.find((candidate) => isOldJoinKey(candidate, to));
    if (from === void 0) continue;
    waiting.set(
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
  const code2 = byId2(to.objects.filter((object) => isSaid(object, language)));
  const surroundings = { from: byId2(from.objects), keys: keysByTable(from.objects), language };
  const database = byId2(sayable(from, code2, surroundings, managedSchemas(to, language), notes));
  const missing2 = [...database.values()].filter(({ id }) => !code2.has(id));
  const added = [...code2.values()].filter((object) => !database.has(object.id) && !numbersKnownColumn(object, surroundings.from));
  const pairs = counterparts(missing2, added, surroundings);
  const renamed = new Map(pairs.map((pair) => [pair.to, withOwnName(pair, surroundings)]));
  const paired = new Set(pairs.flatMap((pair) => [pair.from, pair.to]));
  const twins = [...duplicates(missing2, code2.values()), ...duplicates(added, database.values())].filter(
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
  const reasons3 = new Map(from.objects.map((object) => [object.id, whyKept(object, code2, surroundings, schemas2)]));
  return from.objects.filter((object) => {
    const owners = ownersOf(object, surroundings.from);
    const reason = reasons3.get(object.id) ?? null;
    if (owners.some((owner) => reasons3.get(owner.id) != null || numbersKnownColumn(owner, code2))) return false;
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
function isListed(names, schema, name) {
  return names.includes(name) || names.includes(`${schema}.${name}`);
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
function byId2(objects) {
  return new Map(objects.map((object) => [object.id, object]));
}
function byObjectId(a, b) {
  return compare(a.id, b.id);
}
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

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
    externalTables: namesOf2(read("tables", "external")),
    externalEnums: namesOf2(read("enums", "external")),
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
  const constants3 = /* @__PURE__ */ new Map();
  for (const statement of body) {
    const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (declaration?.type !== "VariableDeclaration" || declaration.kind !== "const") continue;
    for (const { id, init } of declaration.declarations) {
      if (id.type === "Identifier" && init != null) constants3.set(id.name, init);
    }
  }
  return constants3;
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
function evaluateCall(callee, values, names) {
  const called = callee.split(".").at(-1);
  if (called === "fileURLToPath" && names[0] === "import.meta.url") return `${here}/file`;
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
function namesOf2(value) {
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

// src/source/prisma/migrations.ts
import { isUtf8 as isUtf82 } from "node:buffer";
import { posix as posix5 } from "node:path";
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
  const lock2 = files.includes(lockFile) ? await readText(root, posix5.join(folder, lockFile), scriptLimit) : null;
  if (lock2 !== null) checkLock(lock2, provider);
  else if (migrations.length > 0)
    notes.push(`${folder} has no ${lockFile}: Prisma can't tell for which provider the migrations were written.`);
  const read = migrations.map(({ path, checksum }) => ({ path, sha256: checksum }));
  return { folder, migrations, files: lock2 === null ? read : [...read, { path: lock2.path, sha256: lock2.sha256 }], notes };
}
async function readMigration(root, folder, name, previous) {
  const path = posix5.join(folder, name, "migration.sql");
  if (await entryAt(root, path) !== "file") {
    await refusePrisma8(root, [posix5.join(folder, name, "ops.json"), posix5.join(folder, name, "migration.json")]);
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
  const sibling = posix5.join(posix5.dirname(posix5.dirname(folder)), "migrations");
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
      `${namesOf3(files)} has no datasource block.`,
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
function namesOf3(files) {
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
  if (texts.every(({ path }) => posix6.basename(path) === "contract.prisma")) throw prisma8Error(location.schemaPath);
  const schema = prepareSchema(texts);
  const engine = engineFor(schema.provider, schema.datasourceFile);
  const datamodel = await readDatamodel(schema.files);
  const migrations = await readMigrations(root, migrationsPlace(root, location, schema), schema.provider);
  return projectOf({ location, texts, schema, engine, datamodel, migrations });
}
function migrationsPlace(root, location, schema) {
  if (location.migrations !== null) return { folder: pathInside(root, location.migrations), named: true };
  return { folder: posix6.join(posix6.dirname(schema.datasourceFile), "migrations"), named: false };
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

// src/source/open-source.ts
async function openSource(inputs, need) {
  const request = { workingDirectory: inputs.workingDirectory, schema: inputs.schema, migrations: inputs.migrations };
  const project = await detectSource(request, inputs.source);
  if (project === null && need.required) {
    throw new UserError(
      "invalid-source",
      `No Prisma schema was found in ${inputs.workingDirectory}.`,
      "Run it in the folder of the service, pass --working-directory, or name the schema with --schema prisma/schema.prisma."
    );
  }
  return project;
}

// src/target.ts
import { existsSync } from "node:fs";
import { dirname as dirname2, join as join4 } from "node:path";

// src/dialects/engines.ts
var engines = {
  postgres: async () => {
    const [{ postgres }, { postgresDriver }] = await Promise.all([
      import("./chunk-BCDYRKAJ.js"),
      import("./chunk-FGVY5UAN.js")
    ]);
    return { dialect: postgres, driver: postgresDriver };
  },
  sqlite: async () => {
    const [{ sqlite }, { sqliteDriver }] = await Promise.all([import("./chunk-PTNGY5OG.js"), import("./chunk-PHNW6YEX.js")]);
    return { dialect: sqlite, driver: sqliteDriver };
  }
};
function loadEngine2(name) {
  return engines[name]();
}
function dialectOfUrl(url) {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme === "postgres" || scheme === "postgresql") return "postgres";
  if (scheme === "mysql" || scheme === "mariadb") return "mysql";
  if (scheme === "file" || scheme === "sqlite" || scheme === void 0) return "sqlite";
  return scheme.length === 1 ? "sqlite" : null;
}

// src/target.ts
var titles = { postgres: "PostgreSQL", sqlite: "SQLite", mysql: "MySQL" };
async function openTarget(inputs, project, tools) {
  const engine = await loadEngine2(chooseDialect(inputs, project));
  tools.progress.step(`Connecting to ${engine.dialect.title}`);
  const options = connectOptions(inputs, project, engine, "schemagate (read-only)");
  return withScope(inputs, project, engine, await engine.driver.connect(inputs.url, options));
}
async function openWritableTarget(inputs, project, applicationName) {
  const engine = await loadEngine2(chooseDialect(inputs, project));
  const configured = inputs.config.environments[inputs.environment ?? ""];
  const database = await engine.driver.openForWriting(inputs.url, {
    ...connectOptions(inputs, project, engine, applicationName),
    lockTimeoutMs: configured?.lockTimeoutMs ?? 5e3,
    writeTimeoutMs: configured?.statementTimeoutMs ?? 0
  });
  return withScope(inputs, project, engine, database);
}
function connectOptions(inputs, project, engine, applicationName) {
  return {
    applicationName,
    connectTimeoutMs: 15e3,
    statementTimeoutMs: 6e4,
    workingDirectory: sqliteFolder(inputs, project, engine)
  };
}
async function withScope(inputs, project, engine, database) {
  try {
    return {
      engine,
      database,
      scope: chooseScope(inputs, project, database),
      [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]()
    };
  } catch (error) {
    await database[Symbol.asyncDispose]();
    throw error;
  }
}
function chooseDialect(inputs, project) {
  const fromUrl = dialectOfUrl(inputs.url.reveal());
  if (fromUrl === null) throw notReadable(inputs);
  if (fromUrl === "mysql") {
    throw new UserError(
      "unsupported-version",
      `The database URL (${inputs.urlFrom}) is for MySQL or MariaDB, which this version does not support yet.`,
      "PostgreSQL and SQLite are supported."
    );
  }
  if (project !== null && project.dialect !== fromUrl) {
    throw new UserError(
      "invalid-input",
      `The database URL (${inputs.urlFrom}) ${inputs.url.reveal().includes(":") ? `is for ${titles[fromUrl]}` : "is no URL but the path of a file"}, and the schema in the code is for ${titles[project.dialect]}.`,
      "Pass the URL of the database that belongs to this schema, or choose the schema with --schema."
    );
  }
  return fromUrl;
}
var otherSchemes = [
  [/^jdbc:/i, "is a JDBC URL", "Write it as postgresql://user:password@host:5432/database."],
  [
    /^prisma(\+postgres)?:/i,
    "names a service of Prisma (Accelerate or Prisma Postgres), which answers Prisma's own client only",
    "Give the direct URL of the database, which starts with postgresql://."
  ],
  [/^mongodb(\+srv)?:/i, "is for MongoDB, which has no schema to compare", "PostgreSQL and SQLite are supported."],
  [/^(sqlserver|mssql):/i, "is for SQL Server, which is not supported", "PostgreSQL and SQLite are supported."],
  [
    /^(libsql|https?|wss?):/i,
    "names a database behind HTTP, which this version can't read",
    "Give the URL of a PostgreSQL server, or the path of a SQLite file."
  ]
];
function notReadable({ url, urlFrom }) {
  const [, what, instead] = otherSchemes.find(([scheme]) => scheme.test(url.reveal())) ?? [];
  return new UserError(
    "invalid-input",
    `The database URL (${urlFrom}) ${what ?? "names no database that this version can read"}.`,
    instead ?? "It starts with postgresql:// for PostgreSQL, or with file: for SQLite."
  );
}
function sqliteFolder(inputs, project, engine) {
  if (engine.dialect.name !== "sqlite") return inputs.workingDirectory;
  const path = inputs.url.reveal().replace(/^(file|sqlite):(\/\/)?/, "").split("?")[0] ?? "";
  const schemaFile = project?.files.find((file) => file.path.endsWith(".prisma"))?.path;
  if (schemaFile === void 0 || existsSync(join4(inputs.workingDirectory, path))) return inputs.workingDirectory;
  const beside2 = join4(inputs.workingDirectory, dirname2(schemaFile));
  return existsSync(join4(beside2, path)) ? beside2 : inputs.workingDirectory;
}
function chooseScope(inputs, project, { connection }) {
  const exclude = inputs.excludeSchemas;
  if (connection.defaultSchema === null) return { include: [], exclude: [], absent: "refuse" };
  const declared = project?.schemas ?? [];
  const byDeclaration = inputs.includeSchemas === null && declared.length > 0;
  const include = without(byDeclaration ? declared : inputs.includeSchemas ?? [connection.defaultSchema], exclude);
  if (include.length > 0) return { include, exclude, absent: byDeclaration ? "leave out" : "refuse" };
  throw new UserError(
    "invalid-input",
    "No schema is left to compare: every one is excluded.",
    "Name one with --include-schemas that --exclude-schemas leaves in."
  );
}
function without(names, excluded) {
  return [...new Set(names)].filter((name) => !excluded.includes(name)).sort();
}

// src/ways.ts
function waysOut(side, comparison, drift) {
  const both = drift.cause === "unmanaged" && drift.change !== null ? adoptAndUndo(side, comparison, [drift.change]) : null;
  if (both === null) return null;
  return {
    ...both,
    ignore: `- { object: ${yamlText(drift.object)}, reason: "why it is there", until: ${inMonths(side.tools.clock(), 3)} }`
  };
}
function yamlText(text2) {
  return JSON.stringify(text2).replaceAll(new RegExp("\\p{C}|[\\p{Zl}\\p{Zp}]", "gu"), (character) => {
    const code2 = (character.codePointAt(0) ?? 0).toString(16);
    return code2.length > 4 ? `\\U${code2.padStart(8, "0")}` : `\\u${code2.padStart(4, "0")}`;
  });
}
function waysOutOfAll(side, comparison) {
  const changes = comparison.report.drift.flatMap(
    ({ cause, change: change2 }) => cause === "unmanaged" && change2 !== null ? [change2] : []
  );
  return changes.length < 2 ? null : adoptAndUndo(side, comparison, changes);
}
function adoptAndUndo(side, { replay: replay2 }, changes) {
  if (replay2?.outcome !== "replayed") return null;
  const history2 = withoutOwners(replay2.before);
  const { dialect } = side.target.engine;
  return {
    adopt: wayOf(dialect.writeDdl(changes, { from: history2, to: withoutOwners(side.live), form: "plain" })),
    undo: wayOf(dialect.writeDdl(changes.map(reverse), { from: side.live, to: history2, form: "plain" }))
  };
}
function wayOf({ statements: statements2, refused: refused3 }) {
  const reasons3 = refused3.map(({ reason }) => reason);
  if (reasons3.length > 0) return { refused: [...new Set(reasons3)].join(" ") };
  return statements2.length > 0 ? { sql: scriptOf(statements2) } : { refused: "No statement does this." };
}
function missingMigration2(side, comparison) {
  const { replay: replay2 } = comparison;
  const changes = comparison.report.drift.flatMap(
    ({ cause, change: change2 }) => cause === "missing-migration" && change2 !== null ? [change2] : []
  );
  if (changes.length === 0 || replay2?.outcome !== "replayed" || replay2.end.outcome !== "reached") return null;
  const ddl = side.target.engine.dialect.writeDdl(changes, {
    from: withoutOwners(replay2.end.snapshot),
    to: comparison.code,
    form: "plain"
  });
  return {
    name: side.project.nameMigration("schema_change", side.tools.clock()),
    sql: scriptOf(ddl.statements),
    refused: ddl.refused.map(({ reason }) => reason)
  };
}
function withoutOwners(snapshot2) {
  return {
    ...snapshot2,
    objects: snapshot2.objects.map((object) => object.kind === "rights" ? { ...object, owner: "" } : object)
  };
}
function scriptOf(statements2) {
  return statements2.map(({ sql: sql3 }) => `${sql3};
`).join("");
}
function reverse(change2) {
  switch (change2.kind) {
    case "create":
      return { ...change2, kind: "drop" };
    case "drop":
      return { ...change2, kind: "create" };
    case "alter":
    case "rename":
      return { ...change2, from: change2.to, to: change2.from };
  }
}
function inMonths(now, months) {
  const date = new Date(now);
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.toISOString().slice(0, 10);
}

// src/pipeline.ts
async function check(inputs, task, tools) {
  var _stack = [];
  try {
    const project = await openSource(inputs, { required: false });
    const target = __using(_stack, await openTarget(inputs, project, tools), true);
    tools.progress.step("Looking at permissions and extensions");
    const facts = await target.database.inspectEnvironment(target.scope);
    const { connection } = target.database;
    return { inputs, task, at: tools.clock(), tool: tools.version, connection, facts, scope: target.scope, project };
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function snapshot(inputs, tools) {
  var _stack = [];
  try {
    const project = await openSource(inputs, { required: false });
    const target = __using(_stack, await openTarget(inputs, project, tools), true);
    tools.progress.step("Reading the schema");
    return await target.database.introspect(target.scope);
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function preflight(inputs, task, tools) {
  var _stack = [];
  try {
    tools.progress.step("Reading the source of truth");
    const project = await openSource(inputs, { required: true });
    const git = await tools.readGit(inputs.workingDirectory);
    const changedFiles = await git?.changedAmong(project.files.map(({ path }) => path)) ?? /* @__PURE__ */ new Set();
    const target = __using(_stack, await openTarget(inputs, project, tools), true);
    const { database, scope } = target;
    tools.progress.step("Reading the live database");
    const facts = await database.inspectEnvironment(scope);
    const live = await database.introspect(scope);
    const history2 = inputs.strategy === "sync" ? null : await project.readHistory(database, database.connection.defaultSchema);
    const side = { inputs, project, target, facts, live, history: history2, task, git, changedFiles, tools };
    const comparison = inputs.strategy === "migrate" ? await compareThreeSides(side) : await compareCodeAndLive(side);
    const proposal = await proposePlan(side, comparison);
    return {
      inputs,
      task,
      at: tools.clock(),
      tool: tools.version,
      connection: database.connection,
      facts,
      scope,
      project,
      git,
      changedFiles,
      live,
      comparison,
      proposal,
      ways: new Map(comparison.report.drift.flatMap((drift) => entryOf(drift, waysOut(side, comparison, drift)))),
      waysOfAll: waysOutOfAll(side, comparison),
      missing: missingMigration2(side, comparison)
    };
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
function entryOf(drift, ways) {
  return ways === null ? [] : [[drift, ways]];
}

// src/plan/standing.ts
function standingOf(plan, live, diagnosis) {
  const moved = movedSince(plan, live);
  return diagnosis === null || plan.strategy !== "migrate" ? byState(plan, moved) : byHistory(plan, diagnosis, moved);
}
function byState(plan, moved) {
  const [first, ...rest] = moved.map((move) => staleReason(plan, move));
  return first === void 0 ? { kind: "base", moved: [] } : { kind: "maybe-end", otherwise: [first, ...rest] };
}
function byHistory(plan, diagnosis, moved) {
  const [problem, ...problems] = historyProblems(diagnosis);
  if (problem !== void 0) return { kind: "elsewhere", reasons: [problem, ...problems] };
  const known = new Set(diagnosis.applied.map(({ id }) => id));
  const files = plan.migrations.map(({ id }) => id);
  const applied2 = files.filter((id) => known.has(id));
  const rest = files.filter((id) => !known.has(id));
  const pending2 = diagnosis.pending.map(({ id }) => id);
  if (rest.length === 0 && pending2.length === 0) return { kind: "maybe-end", otherwise: [endMissed(plan)] };
  if (!sameOrder(rest, pending2) || !sameOrder(applied2, files.slice(0, applied2.length)))
    return { kind: "elsewhere", reasons: [otherFiles2(files, pending2)] };
  if (applied2.length > 0) return { kind: "boundary", applied: applied2 };
  const [first, ...others] = moved.filter(({ touched }) => touched).map((move) => staleReason(plan, move));
  if (first !== void 0) return { kind: "elsewhere", reasons: [first, ...others] };
  return { kind: "base", moved: moved.map(({ object, how }) => ({ object, how })) };
}
function movedSince(plan, live) {
  const objects = verifiable(live.objects);
  const now = hashObjects(objects);
  const byId3 = new Map(objects.map((object) => [object.id, object]));
  const unseen = live.invisible.map(({ kind }) => `${kind} `);
  const touches = new Set(plan.touches);
  const ids = [.../* @__PURE__ */ new Set([...Object.keys(plan.base.objects), ...Object.keys(now)])].sort();
  return ids.flatMap((id) => {
    const [before, after] = [plan.base.objects[id], now[id]];
    if (before === after) return [];
    if (after === void 0 && unseen.some((kind) => id.startsWith(kind))) return [];
    const object = byId3.get(id);
    const touched = object === void 0 ? touches.has(id) : concerns(touches, object);
    return [{ object: id, how: before === void 0 ? "appeared" : after === void 0 ? "vanished" : "changed", touched }];
  });
}
var moves = { appeared: "was added", vanished: "was dropped", changed: "was changed" };
function staleReason(plan, { object, how }) {
  return {
    reason: "drift-detected",
    object,
    message: `\`${object}\` ${moves[how]} since this plan was made${plan.strategy === "migrate" ? ", and the plan touches it" : ""}.`,
    hint: "Run `schemagate preflight` again: the new plan starts from the database as it is now, and needs an approval of its own."
  };
}
function endMissed({ strategy }) {
  return {
    reason: "plan-changed",
    object: null,
    message: "Every migration of this plan is applied already, and the database is not what the plan promised.",
    hint: `Run \`schemagate preflight --strategy ${strategy}\`: its drift report says what differs, and what to do about it.`
  };
}
function otherFiles2(planned, pending2) {
  return {
    reason: "plan-changed",
    object: null,
    message: `The plan is for ${listed(planned)}; what the database lacks now is ${listed(pending2)}.`,
    hint: "Run `schemagate preflight` again, and approve the plan that it makes."
  };
}
function listed(ids) {
  if (ids.length === 0) return "nothing";
  const shown3 = ids.slice(0, 3).map((id) => `\`${id}\``);
  return `${shown3.join(", ")}${ids.length > 3 ? ` and ${ids.length - 3} more` : ""}`;
}
function sameOrder(a, b) {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}

// src/row-counts.ts
var countUpTo = { rows: 1e6, bytes: 2e8, tables: 100 };
async function countRows(plan, live, dialect, session) {
  const touched = withReferring(new Set(plan.touches), live);
  const tables = live.objects.filter((object) => object.kind === "table" && touched.has(object.id));
  const counts = [];
  for (const table2 of tables) {
    const { rows: estimate, bytes } = live.statistics[table2.id] ?? { rows: null, bytes: null };
    const large = (estimate ?? 0) > countUpTo.rows || (bytes ?? 0) > countUpTo.bytes;
    const exact = large || counts.length >= countUpTo.tables ? null : await count2(table2, dialect, session);
    counts.push({ table: table2.id, rows: exact ?? estimate, exact: exact !== null });
  }
  return counts;
}
function withReferring(touched, { objects }) {
  const reached = new Set(touched);
  for (let size = -1; size !== reached.size; ) {
    size = reached.size;
    for (const object of objects)
      if (object.kind === "foreign key" && reached.has(object.references))
        reached.add(objectId("table", object.schema, object.table));
  }
  return reached;
}
async function count2({ schema, name }, dialect, session) {
  const table2 = [schema, name].flatMap((part) => part === null ? [] : [dialect.quote(part)]).join(".");
  try {
    const [row] = await session.query(`SELECT count(*) AS rows FROM ${table2}`);
    return row === void 0 ? null : Number(row.rows);
  } catch {
    return null;
  }
}

// src/verify.ts
async function verify(inputs, request, tools) {
  const { plan, task } = request;
  const looked = await lookAtEnd(inputs, request, tools);
  const secondPlan3 = await planAgain(inputs, request, tools);
  if (request.runCommand !== null) tools.progress.step("Running the command that verifies");
  const command2 = await request.runCommand?.() ?? null;
  const clean = looked.differences.length === 0 && looked.history.every(({ ok }) => ok) && looked.unfinished.every(({ promised }) => promised) && secondPlan3.outcome !== "not-empty" && secondPlan3.outcome !== "blocked" && (command2 === null || command2.exitCode === 0);
  return {
    version: 1,
    tool: tools.version,
    digest: plan.digest,
    planPath: request.planPath,
    environment: inputs.environment ?? plan.environment,
    task,
    strategy: plan.strategy,
    at: tools.clock().toISOString(),
    outcome: clean ? "verified" : "diverged",
    ...looked,
    command: command2,
    secondPlan: secondPlan3
  };
}
async function lookAtEnd(inputs, request, tools) {
  var _stack = [];
  try {
    const { plan, project } = request;
    const target = __using(_stack, await openTarget(inputs, project, tools), true);
    tools.progress.step("Comparing the database with what the plan promised");
    const side = await sideOf(inputs, project, target, request.task, tools);
    const diagnosis = await diagnosisOf(side);
    const { connection } = target.database;
    const compared2 = await compareWithExpected(side, diagnosis, plan);
    const rows3 = await countRows(plan, side.live, target.engine.dialect, target.database);
    return {
      target: { dialect: connection.dialect, display: connection.display, serverVersion: connection.serverVersion },
      ...compared2,
      history: historyOf(plan, diagnosis),
      unfinished: unfinished(plan, side.live),
      extensions: extensionsOf2(request.before, side.facts.extensions),
      rows: rowsOf(request.before, rows3)
    };
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
function extensionsOf2(before, now) {
  const counts = (extensions5) => new Map(extensions5.map(({ name, objects }) => [name, objects]));
  const [earlier, later] = [counts(before?.extensions ?? []), counts(now)];
  return [.../* @__PURE__ */ new Set([...earlier.keys(), ...later.keys()])].sort().map((name) => ({ name, before: earlier.get(name) ?? null, after: later.get(name) ?? null }));
}
function rowsOf(before, now) {
  const none2 = { rows: 0, exact: true };
  const earlier = new Map((before?.rows ?? []).map((counted2) => [counted2.table, counted2]));
  const later = new Set(now.map(({ table: table2 }) => table2));
  const gone = [...earlier.values()].filter(({ table: table2 }) => !later.has(table2));
  const past = (table2) => {
    const counted2 = earlier.get(table2);
    if (counted2 !== void 0) return { rows: counted2.rows, exact: counted2.exact };
    return before === null ? null : none2;
  };
  return [...now, ...gone.map(({ table: table2 }) => ({ table: table2, ...none2 }))].map((counted2) => ({ ...counted2, before: past(counted2.table) })).sort((a, b) => a.table < b.table ? -1 : 1);
}
async function sideOf(inputs, project, target, task, tools) {
  const { database, scope } = target;
  const facts = await database.inspectEnvironment(scope);
  const live = await database.introspect(scope);
  const history2 = inputs.strategy === "migrate" ? await project.readHistory(database, database.connection.defaultSchema) : null;
  const git = await tools.readGit(inputs.workingDirectory);
  return { inputs, project, target, facts, live, history: history2, task, git, changedFiles: /* @__PURE__ */ new Set(), tools };
}
function coveredOf(side, snapshot2) {
  const { historyTables } = contextOfScripts(side);
  return covered(snapshot2, { historyTables, ignore: side.inputs.config.ignore, today: today(side) });
}
async function compareWithExpected(side, diagnosis, plan) {
  const context = contextOfScripts(side);
  const expected = coveredOf(side, plan.expected.snapshot);
  const live = coveredOf(side, side.live);
  const steps = plan.strategy === "migrate" ? diagnosis.applied : [await schemaAsStep(side, context.defaultSchema)];
  const setting = standInSetting(side, diagnosis, context);
  const spelled = await inOneSpelling({ ...side, live }, setting, steps, expected, context);
  const [promised, found] = [verifiable(expected.objects), verifiable(spelled.objects)];
  const touches = new Set(plan.touches);
  const grants = plan.statements.some(({ effects: effects2 }) => effects2.includes("changes-rights"));
  const differing = diff(promised, found).map((change2) => {
    const objects = change2.kind === "create" || change2.kind === "drop" ? [change2.object] : [change2.from, change2.to];
    const counts = objects.some((object) => concerns(touches, object) && (grants || object.kind !== "rights"));
    return { object: changedId(change2), summary: describeChange(change2), counts };
  });
  const strip = ({ object, summary: summary4 }) => ({ object, summary: summary4 });
  return {
    differences: differing.filter(({ counts }) => counts).map(strip),
    elsewhere: differing.filter(({ counts }) => !counts).map(strip),
    equal: promised.length - new Set(differing.map(({ object }) => object)).size
  };
}
async function schemaAsStep({ project }, defaultSchema) {
  const sql3 = await project.desiredDdl(defaultSchema);
  return { id: "schema", parents: [], path: "", checksum: sha256(sql3), sql: sql3, opaque: null };
}
function historyOf(plan, { applied: applied2, problems }) {
  const known = new Set(applied2.map(({ id }) => id));
  return plan.migrations.map(({ id }) => {
    const problem = problems.find(({ migration, kind }) => migration === id && kind !== "edited-line-endings");
    if (problem !== void 0) return { migration: id, ok: false, message: problem.message };
    return known.has(id) ? { migration: id, ok: true, message: "finished, with the checksum of its file" } : { migration: id, ok: false, message: "is not in the history of the database" };
  });
}
function unfinished(plan, live) {
  const touches = new Set(plan.touches);
  const promised = new Map(plan.expected.snapshot.objects.map((object) => [object.id, object]));
  return live.objects.flatMap((object) => {
    const what = whatIsUnfinished(object);
    if (what === null || !concerns(touches, object)) return [];
    const intended = promised.get(object.id);
    return [{ object: object.id, what, promised: intended !== void 0 && whatIsUnfinished(intended) === what }];
  });
}
function whatIsUnfinished(object) {
  if (object.kind === "index" && !object.valid) return "the index is invalid: no query uses it";
  if ((object.kind === "foreign key" || object.kind === "check") && !object.validated)
    return "the constraint is not validated: rows from before may break it";
  return null;
}
async function planAgain(inputs, request, tools) {
  if (request.changedFiles.length > 0)
    return {
      outcome: "not-checked",
      reason: `The code has moved on since the plan was made (${request.changedFiles.length} files differ), so a plan made now says nothing about this one.`
    };
  tools.progress.step("Planning once more: nothing may be left to do");
  const { verdict: verdict3, plan } = (await preflight(inputs, request.task, tools)).proposal;
  if (verdict3.outcome === "blocked") return { outcome: "blocked", reasons: verdict3.reasons };
  if (verdict3.outcome === "up-to-date" || plan === null) return { outcome: "empty" };
  return { outcome: "not-empty", statements: plan.statements.map(({ sql: sql3 }) => sql3) };
}

// src/apply.ts
var lockWaitMs = 1e4;
async function apply(given, request, tools) {
  const { plan } = request;
  const inputs = { ...given, strategy: plan.strategy, push: plan.push };
  const run2 = { inputs, request, tools, startedAt: tools.clock(), project: await openSource(inputs, { required: true }) };
  const changedFiles = changedSince2(plan, run2.project);
  const early = gatePlan({
    plan,
    environment: inputs.environment ?? "",
    permission: request.permission,
    allowed: inputs.config.environments[inputs.environment ?? ""]?.allowHazards ?? [],
    changedFiles
  });
  const look = await lookReadOnly(run2, early);
  if (look.kind === "refused") return refused(run2, look);
  if (look.kind === "end") return finish2(run2, { look, outcome: "nothing-to-do" });
  tools.progress.step("Waiting for the session lock");
  const written2 = await write(run2);
  if (written2.look.kind === "refused") return refused(run2, written2.look);
  return finish2(run2, written2);
}
async function lookReadOnly(run2, early) {
  try {
    var _stack = [];
    try {
      const target = __using(_stack, await openTarget(run2.inputs, run2.project, run2.tools), true);
      return await lookAt(run2, target, early);
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  } catch (error) {
    if (early.length === 0 || !(error instanceof UserError)) throw error;
    const unreachable = { reason: error.reason, object: null, message: error.message, hint: error.hint ?? "" };
    return { kind: "refused", target: null, reasons: [...early, unreachable] };
  }
}
async function lookAt({ inputs, request, tools, project }, target, early) {
  const { plan } = request;
  const { connection } = target.database;
  const at = { dialect: connection.dialect, display: connection.display, serverVersion: connection.serverVersion };
  const mismatches = gateTarget(plan, connection, target.scope.include);
  if (mismatches.some(({ reason }) => reason === "target-mismatch"))
    return { kind: "refused", target: at, reasons: [...early, ...mismatches] };
  const side = await sideOf(inputs, project, target, request.task, tools);
  const diagnosis = await diagnosisOf(side);
  const standing = standingOf(
    plan,
    coveredOf(side, side.live),
    side.history === null && plan.strategy !== "migrate" ? null : diagnosis
  );
  const reasons3 = [...early, ...mismatches];
  const go = async (moved, alreadyApplied) => reasons3.length > 0 ? { kind: "refused", target: at, reasons: reasons3 } : {
    kind: "go",
    target: at,
    moved,
    alreadyApplied,
    historyExists: side.history !== null,
    before: await notesBefore(side, plan)
  };
  switch (standing.kind) {
    case "elsewhere":
      return { kind: "refused", target: at, reasons: [...reasons3, ...standing.reasons] };
    case "base":
      return go(standing.moved, []);
    case "boundary": {
      const stale = await whyNotTheRest(side, plan, standing.applied);
      return stale.length > 0 ? { kind: "refused", target: at, reasons: [...reasons3, ...stale] } : go([], standing.applied);
    }
    case "maybe-end": {
      const { differences: differences2 } = await compareWithExpected(side, diagnosis, plan);
      if (differences2.length > 0) return { kind: "refused", target: at, reasons: [...reasons3, ...standing.otherwise] };
      return reasons3.length > 0 ? { kind: "refused", target: at, reasons: reasons3 } : { kind: "end", target: at, before: await notesBefore(side, plan) };
    }
  }
}
async function notesBefore(side, plan) {
  const { engine, database } = side.target;
  return { rows: await countRows(plan, side.live, engine.dialect, database), extensions: side.facts.extensions };
}
async function whyNotTheRest({ inputs, task, tools }, plan, applied2) {
  const { verdict: verdict3, plan: now } = (await preflight(inputs, task, tools)).proposal;
  if (verdict3.outcome === "blocked") return verdict3.reasons;
  const done = new Set(applied2);
  const rest = plan.statements.filter(({ origin }) => !done.has(origin));
  const same = now !== null && now.statements.length === rest.length && now.statements.every(({ sql: sql3, origin }, index) => sql3 === rest[index]?.sql && origin === rest[index]?.origin);
  if (same) return [];
  return [
    {
      reason: "plan-changed",
      object: null,
      message: `${applied2.length} of the plan's files are applied already, and what is left to do now is not the rest of the plan.`,
      hint: "Run `schemagate preflight` again, and approve the plan that it makes."
    }
  ];
}
async function write(run2) {
  var _stack = [];
  try {
    const { inputs, request, tools, project } = run2;
    const { plan } = request;
    const target = __using(_stack, await openWritableTarget(inputs, project, `schemagate apply ${shortDigest(plan.digest)}`), true);
    const { database } = target;
    const waitedFrom = Date.now();
    const lock2 = await database.lock(
      lockWaitMs,
      (holder) => tools.progress.step(`Waiting up to ${lockWaitMs / 1e3} seconds: ${holder} holds the lock`)
    );
    if (lock2.outcome === "busy") return { look: lockBusy(database, lock2.holder, Date.now() - waitedFrom), outcome: "refused" };
    const waited = Date.now() - waitedFrom;
    const look = await lookAt(run2, target, []);
    if (look.kind === "refused") return { look, outcome: "refused" };
    if (look.kind === "end") return { look, outcome: "nothing-to-do" };
    tools.progress.step("Applying the plan");
    const journal = await request.openJournal(emptyExecution(run2));
    journal.append({ event: "started", digest: plan.digest, at: tools.clock().toISOString(), session: database.sessionFacts });
    const result = await execute({
      database,
      plan,
      alreadyApplied: new Set(look.alreadyApplied),
      bookkeeping: plan.strategy === "migrate" ? project.bookkeeping(database.connection.defaultSchema) : null,
      historyExists: look.historyExists,
      journal,
      clock: tools.clock,
      newId: request.newId,
      signal: request.signal,
      onStatement: tools.progress.statement
    });
    return { look, outcome: outcomeOf(result), result, session: database.sessionFacts, lockWaitMs: waited };
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
function lockBusy({ connection }, holder, lockWaitMs2) {
  return {
    kind: "refused",
    target: { dialect: connection.dialect, display: connection.display, serverVersion: connection.serverVersion },
    lockWaitMs: lockWaitMs2,
    reasons: [
      {
        reason: "lock-busy",
        object: null,
        message: `Somebody else is migrating this database: ${holder} holds the lock.`,
        hint: "Wait until that run has ended, then run this again: it goes on from the state it finds."
      }
    ]
  };
}
function outcomeOf({ statements: statements2, stop }) {
  if (stop === null) return "applied";
  const left = stop.file?.left ?? "nothing";
  const something = left !== "nothing" || statements2.some(({ outcome }) => outcome === "done" || outcome === "unknown");
  return something ? "partially-applied" : "failed";
}
async function refused(run2, look) {
  const execution = {
    ...emptyExecution(run2),
    target: look.target,
    outcome: "refused",
    reasons: look.reasons,
    lockWaitMs: look.lockWaitMs ?? null
  };
  await run2.request.onEnd(execution);
  return { execution, verification: null, unverified: null };
}
async function finish2(run2, written2) {
  const { inputs, request, tools, project } = run2;
  const { look } = written2;
  if (look.kind === "refused") return refused(run2, look);
  const ran = "result" in written2 ? written2 : null;
  const execution = {
    ...emptyExecution(run2),
    target: look.target,
    outcome: written2.outcome,
    rowsBefore: look.before.rows,
    ...look.kind === "go" ? { moved: look.moved, alreadyApplied: look.alreadyApplied } : {},
    ...ran === null ? {} : {
      planPath: request.keptPlanPath,
      session: ran.session,
      lockWaitMs: ran.lockWaitMs,
      statements: ran.result.statements,
      stop: ran.result.stop
    }
  };
  await request.onEnd(execution);
  if (execution.outcome !== "applied" && execution.outcome !== "nothing-to-do")
    return { execution, verification: null, unverified: null };
  const { plan, task, runCommand } = request;
  const { planPath } = execution;
  try {
    const verification = await verify(
      inputs,
      { plan, planPath, project, task, changedFiles: [], before: look.before, runCommand },
      tools
    );
    return { execution, verification, unverified: null };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { execution, verification: null, unverified: { message: error.message, hint: error.hint } };
  }
}
function emptyExecution({ inputs, request, tools, startedAt }) {
  const { plan, planPath, permission: permission2, task } = request;
  return {
    version: 1,
    tool: tools.version,
    digest: plan.digest,
    planPath,
    environment: inputs.environment ?? "",
    task,
    strategy: plan.strategy,
    target: null,
    startedAt: startedAt.toISOString(),
    finishedAt: tools.clock().toISOString(),
    outcome: "refused",
    permission: permission2,
    reasons: [],
    moved: [],
    alreadyApplied: [],
    session: [],
    lockWaitMs: null,
    statements: [],
    stop: null,
    rowsBefore: []
  };
}
function changedSince2(plan, project) {
  const planned = new Map(plan.source.files.map(({ path, sha256: sha2562 }) => [path, sha2562]));
  const present = new Map(project.files.map(({ path, sha256: sha2562 }) => [path, sha2562]));
  return [.../* @__PURE__ */ new Set([...planned.keys(), ...present.keys()])].filter((path) => planned.get(path) !== present.get(path)).sort();
}

// src/plan/plan.ts
var severities = [
  "destructive",
  "unexecutable",
  "blocking",
  "data-dependent",
  "backward-incompatible",
  "advisory",
  "unknown"
];

// src/plan/read-plan.ts
var again = "Make a new plan with `schemagate preflight`, and have it approved.";
function readPlan(text2) {
  const data = parseJson(text2);
  if (data === null)
    return refused2("invalid-input", "The plan is not JSON.", "Pass the plan.json that `schemagate preflight` wrote.");
  const version2 = external_exports.object({ version: external_exports.unknown() }).safeParse(data).data?.version;
  if (version2 !== 1)
    return refused2(
      "unsupported-format",
      `The plan has format ${JSON.stringify(version2) ?? "none"}; this version reads format 1.`,
      again
    );
  const parsed = shape.safeParse(data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refused2(
      "plan-changed",
      `The plan is not what was written: ${issue?.path.map(String).join(".")}: ${issue?.message}.`,
      again
    );
  }
  const plan = parsed.data;
  const changed = whatChanged(plan);
  return changed === null ? { outcome: "read", plan } : refused2("plan-changed", `The plan was changed after it was made: ${changed}.`, `Use the file as it was written. ${again}`);
}
function refused2(reason, message, hint) {
  return { outcome: "refused", reason, message, hint };
}
function parseJson(text2) {
  try {
    return JSON.parse(text2);
  } catch {
    return null;
  }
}
function whatChanged(plan) {
  const { digest, ...rest } = plan;
  if (digestOf(rest) !== digest) return "it no longer gives the digest that stands in it";
  const { objects, fingerprint, snapshot: snapshot2 } = plan.expected;
  if (fingerprintOf(objects) !== fingerprint || !sameHashes(hashObjects(verifiable(snapshot2.objects)), objects))
    return "the state that it promises is not the one of its digest";
  if (fingerprintOf(plan.base.objects) !== plan.base.fingerprint)
    return "the state that it starts from is not the one of its digest";
  return null;
}
function sameHashes(a, b) {
  const ids = Object.keys(a);
  return ids.length === Object.keys(b).length && ids.every((id) => a[id] === b[id]);
}
var hashes = external_exports.record(external_exports.string(), external_exports.string());
var snapshotObject = external_exports.looseObject({ kind: external_exports.string(), id: external_exports.string(), name: external_exports.string() });
var effect = external_exports.enum(["deletes-data", "changes-data", "changes-rights", "touches-history", "reaches-outside", "not-understood"]);
var shape = external_exports.object({
  version: external_exports.literal(1),
  digest: external_exports.string().regex(/^[0-9a-f]{64}$/, "it is no sha256"),
  createdAt: external_exports.string(),
  tool: external_exports.string(),
  environment: external_exports.string(),
  // Outside of the digest, and the name of a folder.
  task: external_exports.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, "it is not the name of a task"),
  strategy: external_exports.enum(["migrate", "push", "sync"]),
  push: external_exports.object({ reason: external_exports.string(), until: external_exports.string() }).nullable(),
  source: external_exports.object({
    kind: external_exports.enum(["prisma", "alembic"]),
    commit: external_exports.string().nullable(),
    files: external_exports.array(external_exports.object({ path: external_exports.string(), sha256: external_exports.string() }))
  }),
  target: external_exports.object({
    dialect: external_exports.enum(["postgres", "mysql", "sqlite"]),
    serverVersion: external_exports.string(),
    identity: external_exports.string(),
    database: external_exports.string(),
    schemas: external_exports.array(external_exports.string())
  }),
  migrations: external_exports.array(external_exports.object({ id: external_exports.string(), checksum: external_exports.string() })),
  visibleKinds: external_exports.array(external_exports.string()),
  touches: external_exports.array(external_exports.string()),
  base: external_exports.object({ fingerprint: external_exports.string(), objects: hashes }),
  expected: external_exports.object({
    fingerprint: external_exports.string(),
    objects: hashes,
    snapshot: external_exports.looseObject({ format: external_exports.literal(1), objects: external_exports.array(snapshotObject), schemas: external_exports.array(external_exports.string()) })
  }),
  batches: external_exports.array(
    external_exports.object({
      origin: external_exports.string(),
      transactional: external_exports.boolean(),
      foreignKeys: external_exports.enum(["enforced", "suspended"]).nullable(),
      after: external_exports.object({ objects: external_exports.record(external_exports.string(), external_exports.string().nullable()) }).nullable()
    })
  ),
  statements: external_exports.array(
    external_exports.object({
      sql: external_exports.string(),
      origin: external_exports.string(),
      batch: external_exports.int().nonnegative(),
      changes: external_exports.array(external_exports.string()),
      effects: external_exports.array(effect),
      hazards: external_exports.array(
        external_exports.object({
          id: external_exports.string(),
          severity: external_exports.enum(severities),
          object: external_exports.string().nullable(),
          message: external_exports.string(),
          evidence: external_exports.string().nullable(),
          saferWay: external_exports.string().nullable()
        })
      ),
      locks: external_exports.array(external_exports.object({ relation: external_exports.string(), mode: external_exports.string() })),
      rewrites: external_exports.array(external_exports.string())
    })
  ),
  rehearsal: external_exports.object({ outcome: external_exports.literal("not-rehearsed"), engine: external_exports.string().nullable(), reason: external_exports.string() }),
  rollback: external_exports.array(external_exports.union([external_exports.object({ sql: external_exports.string() }), external_exports.object({ irreversible: external_exports.string() })])),
  summary: external_exports.object({ add: external_exports.number(), change: external_exports.number(), drop: external_exports.number() })
});

// src/plan/standing-approval.ts
function beyondStanding(plan, added, live, refused3) {
  const newTables = new Set(
    added.flatMap((change2) => change2.kind === "create" && change2.object.kind === "table" ? [change2.object.id] : [])
  );
  const made = new Set(
    added.flatMap(
      (change2) => change2.kind === "create" && change2.object.kind === "table" ? [change2.object, ...change2.parts].map(({ id }) => id) : []
    )
  );
  const cannot = new Set(refused3.map(({ change: change2 }) => change2));
  const changes = added.flatMap((change2) => {
    const why = cannot.has(change2) ? null : whyNot(change2, newTables, plan, live);
    return why === null ? [] : [beyond(changedId(change2), `${describeChange(change2)}: ${why}`)];
  });
  const said = new Set(changes.map(({ object }) => object));
  const hazards = plan.statements.flatMap(
    (statement, index) => statement.hazards.flatMap(
      ({ severity, object, message }) => severity === "advisory" || object !== null && (said.has(object) || made.has(object)) ? [] : [beyond(object, `Statement ${index + 1}: ${message}`)]
    )
  );
  const effects2 = plan.statements.flatMap(
    (statement, index) => statement.effects.length === 0 ? [] : [beyond(null, `Statement ${index + 1} ${statement.effects.join(", ")}`)]
  );
  return [...changes, ...hazards, ...effects2];
}
function beyond(object, message) {
  return { reason: "policy", object, message: message.endsWith(".") ? message : `${message}.` };
}
function whyNot(change2, newTables, plan, live) {
  if (change2.kind !== "create") return change2.kind === "alter" && change2.from.kind === "enum" ? null : "it changes what is there";
  const { object } = change2;
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
  return isConstant2(column.default) ? null : "its default is computed for every row, which may rewrite the table";
}
function isConstant2(expression) {
  return !/[()]/.test(expression.replaceAll(/'(?:[^']|'')*'/g, "")) || /^\(?-?\d+(?:\.\d+)?\)?(?:::[\w ]+)?$/.test(expression);
}
function isBuiltConcurrently(index, { statements: statements2 }) {
  return statements2.some(
    ({ sql: sql3 }) => /^CREATE (?:UNIQUE )?INDEX CONCURRENTLY /.test(sql3) && sql3.includes(`"${index.replaceAll('"', '""')}"`)
  );
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
  const runs2 = [];
  for (const number of numbers) {
    const run2 = runs2.at(-1);
    if (run2 !== void 0 && number === run2.last + 1) runs2[runs2.length - 1] = { first: run2.first, last: number };
    else runs2.push({ first: number, last: number });
  }
  return runs2.map(({ first, last }) => first === last ? `${first}` : last === first + 1 ? `${first}, ${last}` : `${first}\u2013${last}`).join(", ");
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

// src/report/next-steps.ts
function nextSteps(execution, plan) {
  switch (execution.outcome) {
    case "applied":
      return [
        {
          say: "Whether the database is what the plan promised stands in 04. To look again later:",
          commands: [verify2(execution)]
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
        commands: [verify2(verification)]
      }
    ];
  const say = "See each difference with its cause, and what can be done about it:";
  if (strategy === "migrate")
    return [
      { say, commands: [words(["schemagate", "drift", "--environment", environment2])] },
      { say: "Once it is mended, look again:", commands: [verify2(verification)] }
    ];
  return [
    { say, commands: [words(["schemagate", "preflight", "--environment", environment2, ...strategyFlags(strategy, null)])] }
  ];
}
function onlyCommandFailed({ differences: differences2, history: history2, unfinished: unfinished4, secondPlan: secondPlan3, command: command2 }) {
  return command2 !== null && command2.exitCode !== 0 && differences2.length === 0 && history2.every(({ ok }) => ok) && unfinished4.every(({ promised }) => promised) && (secondPlan3.outcome === "empty" || secondPlan3.outcome === "not-checked");
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
  const look = { say: "Run nothing by hand before you have looked; this only reads:", commands: [preflight2(execution, plan)] };
  if (execution.permission.kind === "standing") return [look, ...syncAgain(execution)];
  const then = (say) => [look, { say, commands: [] }];
  if (execution.strategy !== "migrate") return then("What it plans is what is left; have that approved.");
  const file = fileWords(execution.stop) ?? "a file";
  return then(
    `If ${file} is pending there, nothing of it is left behind; if it is not, it was committed; if it is called failed, it is half there, and the report says how to resolve it. What it plans is what is left; have that approved.`
  );
}
function resolveByHand(execution, migration, plan) {
  const own = execution.statements.filter(({ origin }) => origin === migration);
  const committed = own.filter(({ outcome }) => outcome === "done");
  const rest = own.filter(({ outcome }) => outcome !== "done");
  const resolve7 = (how) => [words(["npx", "prisma", "migrate", "resolve", how, migration])];
  const noted = "It is noted as failed in `_prisma_migrations`, as Prisma itself would, and nothing else is applied until that is resolved";
  const onwards = { say: "Then make the plan for what is left, and have it approved:", commands: [preflight2(execution, plan)] };
  if (rest.length === 0)
    return [
      { say: `Everything of \`${migration}\` ran. ${noted}. Say that it is applied:`, commands: resolve7("--applied") },
      onwards
    ];
  const extent2 = committed.length === 0 ? "a part of it may be" : `${statementWords(committed)} of it ${committed.length === 1 ? "is" : "are"}`;
  return [
    { say: `\`${migration}\` is half applied: ${extent2} in the database. ${noted}, in one of two ways.`, commands: [] },
    {
      say: `Either complete it: mend the cause, run the rest of it (${statementWords(rest)}) by hand, then say so:`,
      commands: resolve7("--applied")
    },
    {
      say: "Or undo it: take back by hand what is there of it, correct the file, then say so:",
      commands: resolve7("--rolled-back")
    },
    onwards
  ];
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
      commands: [words(["schemagate", "sync", "--environment", environment2, "--apply"])]
    }
  ];
}
function planTheRest(execution, plan) {
  return [
    {
      say: "Mend the cause. The database is no longer what this plan started from, so it can't be applied again; make the plan for what is left, and have it approved:",
      commands: [preflight2(execution, plan)]
    }
  ];
}
function againOrCorrect(execution, plan) {
  const { stop, strategy } = execution;
  const rest = byOutcome(execution).committed.length > 0 ? "; it goes on where this run stopped" : "";
  const again2 = (say) => ({ say: `${say}${rest}:`, commands: [apply2(execution)] });
  const correct = (say) => ({ say, commands: [preflight2(execution, plan)] });
  const editable = `${fileWords(stop) ?? "The file"} is not applied here, so it may still be edited; a database that has it already will refuse the edited file.`;
  switch (causeOf(stop)) {
    case "outside":
      return [again2(againWords[stop?.kind === "signal" ? "interrupted" : stop?.failure?.kind ?? "other"])];
    case "rows":
      return [
        again2("Mend the rows that stand in the way, and apply the same plan again"),
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
  if (stop === null || stop.kind === "signal" || stop.kind === "history") return "outside";
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
function preflight2({ environment: environment2, strategy }, plan) {
  return words(["schemagate", "preflight", "--environment", environment2, ...strategyFlags(strategy, plan)]);
}
function strategyFlags(strategy, plan) {
  if (strategy === null || strategy === "migrate") return [];
  if (strategy === "sync") return ["--strategy", strategy];
  return ["--strategy", strategy, "--push-reason", plan?.push?.reason ?? "REASON", "--push-until", plan?.push?.until ?? "DATE"];
}
function apply2(execution) {
  const { environment: environment2, planPath, digest, permission: permission2 } = execution;
  const { destructive } = permission2;
  return words([
    ...["schemagate", "apply", "--environment", environment2, "--plan", planPath],
    ...["--approve", digest ?? permission2.named ?? "DIGEST"],
    ...destructive.allowed ? ["--allow-destructive"] : [],
    ...destructive.allowed && destructive.backup !== null ? ["--backup", destructive.backup] : [],
    ...destructive.allowed && destructive.acceptedRisk !== null ? ["--accept-risk", destructive.acceptedRisk] : []
  ]);
}
function verify2({ environment: environment2, planPath }) {
  return words(["schemagate", "verify", "--environment", environment2, "--plan", planPath]);
}
function words(parts) {
  return parts.map((part) => /^[\w./:@%+,=-]+$/.test(part) ? part : `'${part.replaceAll("'", "'\\''")}'`).join(" ");
}

// src/report/verification-checks.ts
function checkVerification(verification) {
  return [
    { id: "structure", what: "Structure", ...structure2(verification) },
    { id: "history", what: "Migration history", ...history(verification) },
    { id: "unfinished", what: "Invalid indexes, constraints not validated", ...unfinished2(verification) },
    { id: "extensions", what: "Objects of extensions", ...extensions2(verification) },
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
function structure2({ differences: differences2, elsewhere: elsewhere2, equal }) {
  const others = elsewhere2.length === 0 ? "" : `; ${counted(elsewhere2.length, "other object")} changed since the plan was made, by somebody else`;
  const number = differences2.length;
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
function unfinished2({ unfinished: all }) {
  const broken = all.filter(({ promised }) => !promised);
  const [first] = broken;
  if (first !== void 0) {
    const brief = `${counted(broken.length, "index or constraint", "indexes or constraints")} left invalid`;
    return { state: "bad", seen: `${first.object}: ${bare(first.what)}${more(broken.length)}`, brief };
  }
  return good(all.length === 0 ? "none on what the plan touches" : `only what the plan itself leaves so (${all.length})`);
}
function extensions2({ extensions: all }) {
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

// src/report/terminal-apply.ts
function summarizeExecution(execution, paint2) {
  return [
    headline2(execution, paint2),
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
  const details2 = {
    structure: differenceLines(verification, paint2),
    command: lastOutput(verification, paint2)
  };
  return [
    `${title}  ${where(verification, paint2)}  plan ${safe(shortDigest(verification.digest))}`,
    ...checks.toSorted((a, b) => worstFirst.indexOf(a.state) - worstFirst.indexOf(b.state)).flatMap((check2) => [checkLine(check2, paint2), ...check2.state === "bad" ? details2[check2.id] ?? [] : []]),
    ...stepLines(nextAfterVerification(verification), paint2)
  ].join("\n");
}
var worstFirst = ["bad", "look", "good", "none"];
function checkLine({ state, what, seen }, paint2) {
  const words3 = `${safe(what)}: ${safe(seen)}`;
  switch (state) {
    case "bad":
      return `  ${paint2("red", "\u2717")} ${words3}`;
    case "look":
      return `  ${paint2("yellow", "!")} ${words3}`;
    case "good":
      return `  ${paint2("green", "\u2713")} ${words3}`;
    case "none":
      return paint2("dim", `  \u2013 ${words3}`);
  }
}
function headline2(execution, paint2) {
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
function where({ environment: environment2, target }, paint2) {
  return target === null ? safe(environment2) : `${safe(environment2)} ${paint2("dim", `(${safe(target.display)})`)}`;
}
function refusals({ reasons: reasons3 }, paint2) {
  return reasons3.flatMap(({ reason, message, hint }) => [
    `  ${paint2("red", reason)}  ${safe(message)}`,
    `  ${paint2("dim", `\u2192 ${safe(hint)}`)}`
  ]);
}
function stopLines({ stop, statements: statements2 }, paint2) {
  if (stop === null) return [];
  const point = stoppingPoint(stop);
  const statement = statements2.find(({ number }) => number === stop.statement);
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
  const { committed, before, rolledBack: rolledBack2, unknown, notRun: notRun2 } = byOutcome(execution);
  const line2 = (sign, words3, records) => records.length === 0 ? [] : [`  ${sign} ${words3}: ${ranges(records.map(({ number }) => number))}`];
  return [
    ...line2(paint2("red", "?"), "not known", unknown),
    ...committed.length === 0 ? ["  committed by this run: nothing"] : line2(paint2("green", "\u2713"), "committed", committed),
    ...line2(paint2("yellow", "!"), "rolled back", rolledBack2),
    ...line2(paint2("yellow", "!"), "not run", notRun2),
    ...line2(paint2("green", "\u2713"), "applied before this run", before)
  ];
}
function movedLines({ moved }, paint2) {
  if (moved.length === 0) return [];
  const shown3 = moved.slice(0, 3).map(({ object }) => safe(object));
  const rest = moved.length - shown3.length;
  return [
    `  ${paint2("yellow", "!")} changed elsewhere since the plan was made: ${shown3.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`
  ];
}
function differenceLines({ differences: differences2 }, paint2) {
  const rest = differences2.length - shownDifferences;
  return [
    ...differences2.slice(0, shownDifferences).map(({ object, summary: summary4 }) => `    ${safe(object)}: ${safe(summary4)}`),
    ...rest > 0 ? [paint2("dim", `    \u2026 and ${rest} more, in 04-verification.md`)] : []
  ];
}
var shownDifferences = 10;
function lastOutput({ command: command2 }, paint2) {
  if (command2 === null || command2.exitCode === 0) return [];
  return command2.output.trimEnd().split("\n").slice(-5).map((line2) => paint2("dim", `    ${safe(line2)}`));
}
function stepLines(steps, paint2) {
  return steps.flatMap(({ say, commands: commands2 }) => [
    `  ${paint2("dim", `\u2192 ${safe(say)}`)}`,
    ...commands2.map((command2) => `      ${paint2("bold", safe(command2))}`)
  ]);
}

// src/run-preflight.ts
import { dirname as dirname4, join as join7, resolve as resolve5 } from "node:path";

// src/session.ts
import { readFile as readFile3 } from "node:fs/promises";
import { join as join6, relative as relative3, resolve as resolve4 } from "node:path";
import { createInterface } from "node:readline/promises";
import { styleText } from "node:util";

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
    return { path: null, targets: {}, environments: {}, ignore: [] };
  }
  const { parseConfig } = await import("./chunk-YZYBN265.js");
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
  const url = await findUrl(raw, around, workingDirectory2, mistakes);
  if (mistakes.length > 0 || url === null)
    throw new UserError("invalid-input", mistakes.join("\n"), "`schemagate help` lists the flags.");
  return {
    environment: environment2,
    target: raw.target ?? null,
    root,
    workingDirectory: workingDirectory2,
    config,
    url: url.url,
    urlFrom: url.from,
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
    task: raw.task ?? null
  };
}
function chooseTarget(raw, config, mistakes) {
  const names = Object.keys(config.targets);
  if (raw.target !== void 0) {
    const target = config.targets[raw.target];
    if (target === void 0)
      mistakes.push(
        `--target ${raw.target} is not in the configuration (it has ${names.length === 0 ? "no targets" : names.join(", ")}).`
      );
    return target ?? null;
  }
  if (names.length > 1 && raw.workingDirectory === void 0)
    mistakes.push(`The configuration has ${names.length} targets: choose one with --target (${names.join(", ")}).`);
  return names.length === 1 ? config.targets[names[0] ?? ""] ?? null : null;
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
function readPush(raw, strategy, today2, mistakes) {
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
  else if (until < today2) mistakes.push(`--push-until ${until} has passed.`);
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

// src/report/templates.ts
var templateNames = [
  "00-connection-check",
  "01-drift-report",
  "02-migration-plan",
  "03-execution-log",
  "04-verification"
];

// src/task-log.ts
import { appendFileSync } from "node:fs";
import { mkdir as mkdir2, readFile as readFile2, rename as rename2 } from "node:fs/promises";
import { dirname as dirname3, join as join5 } from "node:path";

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
    extensions: extensions3(checked),
    notes: facts.notes.length === 0 ? md`` : md`## Worth knowing\n\n${bullets(facts.notes.map(text))}`,
    footer: footer(checked)
  });
}
function verdict({ connection, facts }) {
  const missing2 = facts.permissions.filter(({ ok }) => !ok).length;
  const where2 = md`${code(connection.display)} (${text(`${engineTitle(connection)} ${connection.serverVersion}`)})`;
  if (missing2 === 0) return md`✅ Connected to ${where2}, read-only. The role may read everything that is needed.`;
  return md`⚠️ Connected to ${where2}, read-only, but ${count(missing2, "permission is", "permissions are")} missing: the comparison is incomplete without.`;
}
function summary(checked) {
  const { connection, facts, inputs, scope } = checked;
  const rows3 = [
    [md`Database`, md`${code(connection.database)}, identity ${code(connection.identity.slice(0, 12))}`],
    [md`URL from`, text(inputs.urlFrom)],
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
function extensions3({ facts }) {
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
  const { diagnosis, historyMissing, replay: replay2, report } = comparison;
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
    ...replay2?.outcome === "undetermined" ? [md`a history that can't be replayed`] : [],
    ...counted2.flatMap(([number, one, many]) => number === 0 ? [] : [count(number, one, many)])
  ]);
}

// src/report/drift.ts
function renderDrift(preflight3, template) {
  const { drift } = preflight3.comparison.report;
  const of = (cause) => drift.filter((entry) => entry.cause === cause);
  return fill(template, {
    environment: text(preflight3.inputs.environment ?? ""),
    verdict: driftVerdict(preflight3),
    summary: summary2(preflight3),
    unmanaged: unmanaged(of("unmanaged"), preflight3),
    missing: missing(of("missing-migration"), preflight3),
    history: historyProblems2(preflight3),
    pending: pending(of("pending")),
    undetermined: undetermined(of("undetermined")),
    kept: kept(preflight3),
    compared: compared(preflight3),
    footer: footer(preflight3)
  });
}
function driftVerdict(preflight3) {
  const { report, changes } = preflight3.comparison;
  if (preflight3.inputs.strategy !== "migrate") {
    return changes.length === 0 ? md`✅ The database holds everything that the code says.` : md`ℹ️ ${count(changes.length, "difference")} between the code and the database; the plan says which of them it resolves.`;
  }
  if (report.drift.length === 0)
    return md`✅ No drift: the database is what its migrations say, and the migrations are what the schema says.`;
  const icon = report.drift.every(({ cause }) => cause === "pending") ? md`ℹ️` : md`⚠️`;
  return md`${icon} ${sentence(countDrift(preflight3, "with pending"))}`;
}
function summary2(preflight3) {
  const { connection, live, project } = preflight3;
  return md`${code(connection.display)} (${text(`${engineTitle(connection)} ${connection.serverVersion}`)}), ${count(live.objects.length, "object")} read. ${text(project.description)}.\n`;
}
function unmanaged(entries, preflight3) {
  if (entries.length === 0) return md``;
  const { ways, waysOfAll, comparison } = preflight3;
  const changes = entries.flatMap(({ change: change2 }) => change2 === null ? [] : [change2]);
  const arrow = changes.some(({ kind }) => kind === "alter") ? md` An arrow leads from what the migrations make to what the database has.` : md``;
  const items = entries.map(
    (entry) => md`### ${code(entry.object)}\n\n${code(withoutName(entry))}${ignoredUntil(entry, preflight3)}\n\n${waysOf2(entry, ways.get(entry), waysOfAll)}`
  );
  const all = waysOfAll === null ? [] : [md`### All of these\n\n${adoptOrUndo(waysOfAll, md`all of it`, changes)}`];
  return join2(
    [
      md`## Made by hand\n\nHere the database differs from what its applied migrations make. It is somebody's work until proven otherwise: nothing is undone on its own.${arrow}\n`,
      md`To adopt a change, put its text into a new migration, let the schema say the same, and mark that migration as applied here: \`npx prisma migrate resolve --applied NAME\`.\n`,
      ...otherExplanations(comparison.diagnosis.problems),
      ...items,
      ...all
    ],
    "\n"
  );
}
function ignoredUntil({ change: change2 }, { inputs, at }) {
  const ended3 = change2 === null ? null : endedRule(change2, inputs.config.ignore, at.toISOString().slice(0, 10));
  return ended3 === null ? md`` : md`, ignored by the configuration until ${text(ended3.until)}: ${text(ended3.reason)}`;
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
  const loses = (kind) => changes.some((change2) => change2.kind === kind && holdsData2.has(change2.object.kind)) ? md`, deletes data` : md``;
  return join2([
    fold(md`Adopt ${what}: text for a migration${loses("drop")}`, scriptOf2(ways.adopt, together3?.adopt)),
    fold(md`Undo ${what}: SQL${loses("create")}`, scriptOf2(ways.undo, together3?.undo))
  ]);
}
var holdsData2 = /* @__PURE__ */ new Set(["table", "column"]);
function scriptOf2(way, together3) {
  if ("sql" in way) return fence(way.sql, "sql");
  const hint = together3 !== void 0 && "sql" in together3 ? md` The script for all of these, below, does it.` : md``;
  return md`No SQL is offered for this alone. ${prose(way.refused)}${hint}\n`;
}
function missing(entries, { missing: migration }) {
  if (entries.length === 0) return md``;
  const list3 = bullets(entries.map((entry) => md`${code(entry.summary)}${whose2(entry)}`));
  const offered = migration === null ? md`` : md`\nThe migration that is missing, ${code(`${migration.name}/migration.sql`)}:\n\n${fence(migration.sql, "sql")}${migration.refused.length === 0 ? md`` : md`\nNot in it, since there is no safe statement: ${join2(migration.refused.map(prose), "; ")}\n`}`;
  return md`## In the schema, without a migration\n\nWhat the migrations make differs from what the schema says. A migration would have to bring:\n\n${list3}${offered}`;
}
function historyProblems2({ comparison }) {
  const { problems } = comparison.diagnosis;
  if (problems.length === 0) return md``;
  return md`## History\n\n${bullets(problems.map(({ message, hint }) => md`${prose(message)} ${prose(hint)}`))}`;
}
function pending(entries) {
  if (entries.length === 0) return md``;
  const known = entries.some(({ from }) => from !== null);
  const header = [md`Migration`, md`State`, ...known ? [md`From`] : []];
  const rows3 = entries.map((entry) => [
    code(entry.object.replace(/^migration /, "")),
    text(entry.summary),
    ...known ? [whoseWords(entry.from)] : []
  ]);
  return md`## Pending\n\n${table(header, rows3)}`;
}
function whose2({ from }) {
  return from === null ? md`` : md` (${whoseWords(from)})`;
}
function whoseWords(from) {
  if (from === null) return md`not known`;
  return from === "this-pull-request" ? md`this branch` : md`the default branch`;
}
function undetermined(entries) {
  const history2 = entries.filter(({ change: change2, object }) => change2 === null && object === historyName);
  const changes = entries.filter(({ change: change2 }) => change2 !== null);
  if (history2.length + changes.length === 0) return md``;
  const reasons3 = history2.map(({ summary: summary4, hint }) => md`${prose(summary4)}${hint === null ? md`` : md` ${prose(hint)}`}\n`);
  const list3 = changes.length === 0 ? [] : [
    md`What would bring the database to the schema in the code, whoever made the difference:\n`,
    bullets(changes.map(({ summary: summary4 }) => code(summary4)))
  ];
  return md`## Could not be determined\n\n${join2([...reasons3, ...list3], "\n")}`;
}
function kept(preflight3) {
  const { kept: objects, rules: rules2, ignored } = preflight3.comparison.report;
  const parts = [];
  if (objects.length > 0) {
    const reasons3 = /* @__PURE__ */ new Map();
    for (const { object, reason } of objects) reasons3.set(reason, [...reasons3.get(reason) ?? [], object]);
    const items = [...reasons3].map(([reason, names]) => md`${text(reason)}: ${join2([...new Set(names)].map(code), ", ")}`);
    parts.push(
      fold(
        md`${count(objects.length, "object or attribute", "objects or attributes")} kept and never part of a plan`,
        bullets(items)
      )
    );
  }
  if (rules2.length > 0) {
    const texts = { ...neutralRules, ...preflight3.project.language.rules };
    const names = /* @__PURE__ */ new Map();
    for (const { rule, object } of rules2) names.set(rule, [...names.get(rule) ?? [], object]);
    const items = [...names].map(
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
  return parts.length === 0 ? md`` : md`## Left alone\n\n${join2(parts, "\n")}`;
}
function compared(preflight3) {
  const { live } = preflight3;
  const items = [];
  items.push(howCompared(preflight3));
  for (const { kind, names, reason } of live.notCompared) {
    items.push(
      md`Not compared: ${text(kind)} (${text(reason)}): ${join2(names.slice(0, 10).map(code), ", ")}${names.length > 10 ? md` and ${names.length - 10} more` : md``}`
    );
  }
  for (const { what, grant } of live.invisible)
    items.push(md`Not visible to this role: ${text(what)}. It would take ${code(grant)}.`);
  return bullets([...items, ...preflight3.project.notes.map(text)]);
}
function howCompared({ comparison, connection, inputs }) {
  const { diagnosis, historyMissing, replay: replay2 } = comparison;
  if (inputs.strategy !== "migrate")
    return md`The schema of the code was built on a stand-in and compared with the live database.`;
  if (historyMissing)
    return md`The schema of the code was compared with what all migrations make; the live database with neither, since it is not known what it has.`;
  if (replay2?.outcome !== "replayed")
    return md`The migrations could not be replayed; only the code was compared with the live database.`;
  const live = text(`${engineTitle(connection)} ${connection.serverVersion}`);
  const code2 = md`the schema of the code was built on the same kind of stand-in`;
  const { length } = diagnosis.applied;
  if (length === 0)
    return md`No migration is applied yet: an empty ${text(replay2.engine)} was compared with the live ${live}; ${code2}.`;
  const applied2 = length === 1 ? md`The applied migration was` : md`The ${length} applied migrations were`;
  return md`${applied2} replayed on ${text(replay2.engine)} and compared with the live ${live}; ${code2}.`;
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
  const worst2 = statements2.filter(({ outcome }) => outcome === "failed" || outcome === "unknown");
  const rolledBack2 = statements2.filter(({ outcome }) => outcome === "rolled-back");
  const many = worst2.length + rolledBack2.length > unfolded;
  const rows3 = many ? worst2 : [...worst2, ...rolledBack2].toSorted((a, b) => a.number - b.number);
  return [
    ...rows3.length === 0 ? [] : [statementTable(rows3)],
    ...many && rolledBack2.length > 0 ? [md`Rolled back: ${text(ranges(rolledBack2.map(({ number }) => number)))}.\n`] : []
  ];
}
function summary3(own) {
  const outcomes = [...Map.groupBy(own, ({ outcome }) => outcome)];
  if (outcomes.length === 1) return md`${count(own.length, "statement")}, ${words2[own[0]?.outcome ?? "not-run"]}`;
  return join2(
    outcomes.map(([outcome, those]) => md`${those.length} ${words2[outcome]}`),
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
      return md`${line2}${statementTable(records)}`;
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
function statementTable(records) {
  const noticed = records.some(({ notices: notices2 }) => notices2.length > 0);
  const header = [md`#`, md`Statement`, md`Outcome`, md`Started (UTC)`, md`Took`, md`Rows`, ...noticed ? [md`Notices`] : []];
  return table(
    header,
    records.map((record) => [
      md`${record.number}`,
      code(shortSql(record.sql, 100)),
      words2[record.outcome],
      record.startedAt === null ? md`` : timeOfDay(record.startedAt),
      record.durationMs === null ? md`` : text(durationWords(record.durationMs)),
      record.rows === null ? md`` : record.rows.toLocaleString("en-US"),
      ...noticed ? [notices(record.notices)] : []
    ])
  );
}
var words2 = {
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

// src/report/steps.ts
function renderSteps(steps) {
  return steps.length === 0 ? md`` : md`## Next\n\n${join2(steps.map(step), "\n")}`;
}
function step({ say, commands: commands2 }) {
  return md`${prose(say)}\n${commands2.length === 0 ? md`` : md`\n${fence(commands2.map((command2) => visible(command2)).join("\n"), "")}`}`;
}

// src/report/stopped.ts
function whatHappened2(execution, stop) {
  const statement = execution.statements.find(({ number }) => number === stop.statement);
  const where2 = statement === void 0 ? md`The run stopped` : md`Statement ${statement.number}, of ${code(statement.origin)}`;
  return join2(
    [
      // Never at the start of a line, where foreign text could be a list or a heading.
      md`## What happened\n\n${where2}: ${prose(stop.message)}\n`,
      ...statement === void 0 ? [] : [beginning(statement)],
      ...stop.failure === null ? [] : [engineWords(stop, stop.failure)],
      ...leavesInvalidIndex(execution, statement) ? [invalidIndex] : []
    ],
    "\n"
  );
}
var shownLines = 30;
var shownCharacters = 3e3;
function beginning({ sql: sql3 }) {
  const lines2 = sql3.trim().split("\n");
  const shown3 = lines2.slice(0, shownLines).join("\n").slice(0, shownCharacters);
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
var invalidIndex = md`A concurrent build that fails leaves an invalid index behind: readers don't use it, writers pay for it. Applying again drops it first; by hand, drop it before you build it again.\n`;
function whereItStands(execution) {
  const { committed, before, rolledBack: rolledBack2, failed, unknown, notRun: notRun2 } = byOutcome(execution);
  const line2 = (what, records) => records.length === 0 ? [] : [md`**${what}:** ${numbered3(records)} of ${few([...new Set(records.map(({ origin }) => origin))].map(code))}`];
  const earlier = execution.alreadyApplied.filter((file) => !before.some(({ origin }) => origin === file));
  return md`## Where it stands\n\n${bullets([
    ...line2(md`Not known`, unknown),
    md`**Committed:** ${committed.length === 0 ? md`nothing` : md`${numbered3(committed)} (${extents(committed, execution)})`}`,
    ...line2(md`Failed`, failed),
    ...line2(md`Rolled back`, rolledBack2),
    ...line2(md`Not run`, notRun2),
    ...line2(md`Applied before this run`, before),
    ...earlier.length === 0 ? [] : [md`**Applied before this run:** ${few(earlier.map(code))}`]
  ])}`;
}
function numbered3(records) {
  return md`${records.length === 1 ? md`statement` : md`statements`} ${text(ranges(records.map(({ number }) => number)))}`;
}
function extents(records, { statements: statements2 }) {
  const files = [...Map.groupBy(records, ({ origin }) => origin)].map(([origin, own]) => {
    const all = statements2.filter((statement) => statement.origin === origin).length;
    return own.length === all ? md`all of ${code(origin)}` : md`${own.length} of ${all} of ${code(origin)}`;
  });
  return files.length > 5 ? enumerate([...files.slice(0, 3), md`${files.length - 4} more files`, ...files.slice(-1)]) : enumerate(files);
}
function few(names) {
  return enumerate(names.length > 6 ? [...names.slice(0, 5), md`${names.length - 5} more`] : names);
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
        own.filter(({ outcome: own2 }) => own2 !== "done")
      ),
      ...part(
        md`What is committed`,
        own.filter(({ outcome: own2 }) => own2 === "done")
      )
    ],
    "\n"
  );
}

// src/report/execution.ts
function renderRunning({
  environment: environment2,
  digest,
  startedAt
}) {
  const plan = digest === null ? md`` : md` plan ${code(shortDigest(digest))}`;
  return md`# 03 Execution log: ${text(environment2)}

⏳ Applying${plan} since ${text(startedAt)}.

If this is still here when nothing runs any more, the run was killed: each line of ${code("artifacts/execution.jsonl")} is something that happened, and the last one is where it stopped. Look with ${code("schemagate preflight")} before you run anything again; it only reads.
`;
}
function renderExecution(execution, plan, template) {
  return fill(template, {
    environment: text(execution.environment),
    verdict: executionVerdict(execution),
    reasons: reasons(execution.reasons),
    failure: execution.stop === null ? md`` : whatHappened2(execution, execution.stop),
    stand: execution.stop === null ? md`` : whereItStands(execution),
    next: join2(
      [renderSteps(nextSteps(execution, plan)), halves(execution)].filter((part) => part !== ""),
      "\n"
    ),
    permission: permission(execution, plan),
    meanwhile: meanwhile(execution.moved),
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
  const where2 = whereOf(execution);
  switch (execution.outcome) {
    case "applied":
      return applied(execution, where2);
    case "nothing-to-do":
      return md`✅ Nothing to do: ${where2} has everything of ${planName(execution)} already. Nothing was written.`;
    case "refused":
      return md`⛔ Refused: nothing was written to ${where2}. ${count(execution.reasons.length, "reason")}${firstReasons(execution.reasons)}.`;
    case "partially-applied":
      return md`🛑 Partly applied to ${where2}: ${text(progress(execution))}${ending(execution)}.`;
    case "failed":
      return md`❌ Failed on ${where2}${execution.stop === null ? md`` : md`: ${stoppedAt(execution.stop)}`}; ${whatIsLeft(execution)}.`;
  }
}
function whereOf({ environment: environment2, target }) {
  return target === null ? text(environment2) : md`${text(environment2)} (${code(target.display)})`;
}
function planName({ digest }) {
  return digest === null ? md`the plan` : md`plan ${code(shortDigest(digest))}`;
}
function applied(execution, where2) {
  const { committed, before } = byOutcome(execution);
  const rest = before.length === 0 && execution.alreadyApplied.length === 0 ? md`` : md`the rest of `;
  const ran = committed.length === 0 ? md`no statement had to run` : md`${count(committed.length, "statement")} in ${text(runtimeOf(execution))}, everything committed`;
  return md`✅ Applied ${rest}${planName(execution)} to ${where2}: ${ran}.`;
}
function firstReasons(blocked) {
  const names = [...new Set(blocked.map(({ reason }) => reason))];
  if (names.length === 0) return md``;
  return md`: ${join2(names.slice(0, 3).map(code), ", ")}${names.length > 3 ? md`, …` : md``}`;
}
function ending(execution) {
  return execution.stop === null ? md`` : md`; ${stoppedAt(execution.stop)}${unknownWords(execution)}`;
}
function stoppedAt(stop) {
  const { what, code: state, names } = stoppingPoint(stop);
  const how = state === null ? md`` : md` with ${code(state)}`;
  return md`${text(what)}${how}${names.length === 0 ? md`` : md` (${join2(names.map(code), ", ")})`}`;
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
function reasons(blocked) {
  if (blocked.length === 0) return md``;
  const rows3 = blocked.map(({ reason, message, hint }) => [code(reason), prose(message), prose(hint)]);
  return table([md`Reason`, md`What was seen`, md`What to do`], rows3);
}
function permission(execution, plan) {
  const { session, lockWaitMs: lockWaitMs2, alreadyApplied, startedAt, finishedAt } = execution;
  return md`## Permission and session\n\n${bullets([
    md`**Permission:** ${inWhoseName(execution)}`,
    md`**Destruction:** ${destruction(execution, plan)}`,
    ...session.length === 0 ? [md`**Session:** none was opened that can write`] : [md`**Session:** ${text(session.join(", "))}`],
    ...lockWaitMs2 === null ? [] : [md`**Lock:** ${lock(execution.reasons, lockWaitMs2)}`],
    md`**Time:** ${instant(startedAt)} to ${instant(finishedAt)}`,
    ...alreadyApplied.length === 0 ? [] : [md`**Files applied before:** ${few(alreadyApplied.map(code))}`]
  ])}`;
}
function lock(blocked, waitedMs) {
  if (blocked.some(({ reason }) => reason === "lock-busy")) return md`not taken, after ${text(durationWords(waitedMs))}`;
  return waitedMs < 100 ? md`taken at once` : md`taken after ${text(durationWords(waitedMs))}`;
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
function instant(at) {
  return /^[\dTZ:.+-]+$/.test(at) ? at : text(at);
}
function meanwhile(moved) {
  if (moved.length === 0) return md``;
  const list3 = bullets(moved.map(({ object, how }) => md`${code(object)} ${text(howWords[how])}`));
  const intro = md`## Changed elsewhere\n\nSince the plan was made, on objects that it does not touch:\n`;
  return md`${intro}\n${moved.length > 5 ? fold(count(moved.length, "object"), list3) : list3}`;
}
var howWords = { appeared: "appeared", vanished: "is gone", changed: "was changed" };
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

// src/report/care.ts
function checkCare(preflight3) {
  return [together2(preflight3), scopeWritten(preflight3), untouched2(preflight3), editedAgainstDefaultBranch(preflight3)];
}
function together2({ comparison, inputs }) {
  const what = "Schema and migrations say the same";
  if (inputs.strategy !== "migrate") return { state: "unknown", what, seen: `not looked at by ${inputs.strategy}` };
  const { replay: replay2, report } = comparison;
  if (replay2?.outcome !== "replayed" || replay2.end.outcome !== "reached")
    return { state: "unknown", what, seen: "the migrations could not be replayed to their end" };
  const missing2 = report.drift.filter(({ cause }) => cause === "missing-migration").length;
  return missing2 === 0 ? { state: "good", what, seen: "every change of the schema has its migration" } : {
    state: "bad",
    what,
    seen: missing2 === 1 ? "a change of the schema has no migration" : `${missing2} changes of the schema have no migration`
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

// src/report/plan.ts
function renderPlan(preflight3, template, planPath = null) {
  const { plan } = preflight3.proposal;
  const planned = plan !== null && plan.statements.length > 0 ? plan : null;
  const approvable = preflight3.proposal.verdict.outcome === "planned" ? planned : null;
  return fill(template, {
    environment: text(preflight3.inputs.environment ?? ""),
    verdict: planVerdict(preflight3),
    reasons: preflight3.proposal.verdict.outcome === "blocked" ? reasons2(preflight3.proposal.verdict.reasons) : beside(preflight3),
    counts: planned === null ? md`` : effectCounts(planned),
    statements: join2(
      [strategyLists(preflight3), ...planned === null ? [] : [statements(planned)]].filter((part) => part !== ""),
      "\n"
    ),
    sql: planned === null ? md`` : sql2(planned),
    rollback: approvable === null ? md`` : rollback2(approvable),
    approval: approvable === null ? md`` : approval(preflight3, approvable, planPath),
    care: care(preflight3),
    footer: footer(preflight3)
  });
}
function planVerdict(preflight3) {
  const { proposal, inputs, connection } = preflight3;
  const { verdict: verdict3, plan } = proposal;
  const where2 = md`${text(inputs.environment ?? "")} (${code(connection.display)})`;
  switch (verdict3.outcome) {
    case "up-to-date":
      return upToDate(preflight3, where2);
    case "planned":
      return plan === null ? md`` : md`${destroys2(plan) ? md`🛑` : md`📋`} Plan ${code(shortDigest(plan.digest))} for ${where2}: ${extent(plan)}.`;
    case "blocked":
      return md`⛔ No plan may be applied to ${where2}: ${count(verdict3.reasons.length, "reason")}.`;
  }
}
function upToDate(preflight3, where2) {
  const { proposal, comparison } = preflight3;
  if (preflight3.inputs.strategy === "migrate") {
    if (comparison.report.drift.length > 0) return md`⚠️ Nothing to apply to ${where2}, but there is drift.`;
    return md`✅ Nothing to do: ${where2} has every migration of this repository.`;
  }
  const left = (proposal.push?.kept.length ?? 0) + (proposal.sync?.left.length ?? 0) + proposal.refused.length;
  if (left > 0)
    return md`✅ Nothing to do for ${where2}; ${count(left, "difference")} ${left === 1 ? md`stays` : md`stay`}, listed below.`;
  return md`✅ Nothing to do: ${where2} has everything that the schema says.`;
}
function extent(plan) {
  const present = effects.filter((effect2) => plan.statements.some((statement) => statement.effects.includes(effect2)));
  return join2([count(plan.statements.length, "statement"), ...present.map((effect2) => text(effectWords[effect2]))], ", ");
}
function destroys2(plan) {
  return plan.statements.some((statement) => statement.effects.includes("deletes-data"));
}
function reasons2(blocked) {
  const rows3 = blocked.map(({ reason, message, hint }) => [code(reason), prose(message), prose(hint)]);
  return table([md`Reason`, md`What was seen`, md`What to do`], rows3);
}
function beside(preflight3) {
  const counted2 = countDrift(preflight3, "without pending");
  return counted2 === "" ? md`` : md`⚠️ ${sentence(counted2)} No plan resolves that; the drift report (01) says what can be done.\n`;
}
function effectCounts(plan) {
  const rows3 = effects.map((effect2) => {
    const numbers = plan.statements.flatMap((statement, index) => statement.effects.includes(effect2) ? [index + 1] : []);
    const list3 = numbers.length === 0 ? md`` : md` (${join2(
      numbers.slice(0, 20).map((number) => md`${number}`),
      ", "
    )}${numbers.length > 20 ? md`, …` : md``})`;
    return [text(effectsOfMany[effect2]), md`${numbers.length === 0 ? md`0` : md`**${numbers.length}**`}${list3}`];
  });
  return table([md`Statements that`, md`How many (which)`], rows3);
}
function statements(plan) {
  const rows3 = plan.statements.map((statement, index) => [
    md`${index + 1}`,
    code(statement.origin),
    code(shortSql(statement.sql, 100)),
    worst(statement)
  ]);
  return join2([md`## Statements\n`, table([md`#`, md`From`, md`Statement`, md`To mind`], rows3), ...saferWays(plan)], "\n");
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
function worst({ effects: own, hazards }) {
  const items = [
    ...own.map((effect2) => md`**${text(effectWords[effect2])}**`),
    ...hazards.map(({ id, message }) => md`${code(id)} ${text(message)}`)
  ];
  return items.length === 0 ? md`` : join2(items, "; ");
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
      fence(own.map(({ statement, number }) => `-- ${number}
${ended2(statement.sql)}
`).join("\n"), "sql")
    );
  });
  return md`## SQL\n\n${join2(blocks, "\n")}`;
}
function ended2(sql3) {
  const lastLine = sql3.trimEnd().split("\n").at(-1) ?? "";
  return `${sql3.trim()}${lastLine.includes("--") ? "\n" : ""};`;
}
function inSteps(batches2) {
  return batches2.length > 1 ? md`${batches2.length} steps, not one transaction` : md`not one transaction: what ran before a failure stays`;
}
function rollback2(plan) {
  if (plan.rollback.length === 0) return md``;
  const lost = plan.rollback.flatMap((step2) => "irreversible" in step2 ? [text(step2.irreversible)] : []);
  const back = plan.rollback.flatMap((step2) => "sql" in step2 ? [`${step2.sql};
`] : []);
  return join2([
    md`## Way back\n\n`,
    lost.length === 0 ? md`` : md`Not reversible:\n\n${bullets(lost)}\n`,
    back.length === 0 ? md`` : fold(
      md`SQL that brings the structure back (${count(back.length, "statement")}); never run on its own`,
      fence(back.join(""), "sql")
    )
  ]);
}
function approval(preflight3, plan, planPath) {
  return join2(
    [
      md`## What approving this plan means\n\n${meaning(preflight3, plan)}`,
      ...notAllowed(preflight3, plan),
      md`Whoever names the whole digest approves it. With the flags of this preflight that say which project and which database:\n`,
      fence(applyCommand(plan, planPath ?? `dev-docs/active/${plan.task}/db/artifacts/plan.json`), "")
    ],
    "\n"
  );
}
function notAllowed({ inputs }, plan) {
  const allowed = inputs.config.environments[plan.environment]?.allowHazards ?? [];
  const missing2 = ["not-understood", "reaches-outside"].filter(
    (effect2) => !allowed.includes(effect2) && plan.statements.some(({ effects: own }) => own.includes(effect2))
  );
  if (missing2.length === 0) return [];
  const line2 = `allow-hazards: [${missing2.join(", ")}]`;
  return [
    md`⛔ As it is, apply refuses this plan: it ${enumerate(missing2.map((effect2) => text(effectWords[effect2])))}. The configuration can allow that for this environment: ${code(line2)}.\n`
  ];
}
function applyCommand(plan, planPath) {
  const words3 = ["schemagate", "apply", "--environment", plan.environment, "--plan", planPath, "--approve", plan.digest];
  const quoted = words3.map((word) => /^[\w./:@%+,=-]+$/.test(word) ? word : `'${visible(word).replaceAll("'", "'\\''")}'`);
  return [...quoted, ...destroys2(plan) ? ["--allow-destructive --backup REF"] : []].join(" ");
}
function meaning({ connection, inputs, scope }, plan) {
  return bullets([
    md`**Where:** environment ${code(plan.environment)}, database ${code(connection.display)}, identity ${code(plan.target.identity.slice(0, 12))}. A copy or a replica of it is another database.`,
    md`**Scope:** ${scope.include.length === 0 ? md`the whole file` : md`schemas ${join2(scope.include.map(code), ", ")}`}.`,
    md`**Strategy:** ${strategyWords(plan)}.`,
    md`**What runs:** ${plan.statements.length === 1 ? md`this statement` : md`these ${plan.statements.length} statements, in this order`}, and nothing else; only while ${plan.strategy === "migrate" ? md`what the plan touches is as it was read` : md`the database is in the state that was read`} (fingerprint ${code(plan.base.fingerprint.slice(0, 12))}).`,
    md`**What may be destroyed:** ${losses(plan)}`,
    md`**Rehearsal:** none. ${prose(plan.rehearsal.reason)}`,
    md`**Verification:** afterwards the structure is to equal the expected one (fingerprint ${code(plan.expected.fingerprint.slice(0, 12))}), and a second plan is to be empty; apply looks, and writes 04.`,
    md`**Way back:** ${plan.rollback.some((step2) => "irreversible" in step2) ? md`in part; what is lost is listed above` : plan.rollback.length > 0 ? md`the SQL above` : md`nothing of the structure changes, so there is nothing to bring back`}.`,
    ...inputs.push === null ? [] : [md`**Back to migrations:** by ${text(inputs.push.until)}. Reason for this push: ${text(inputs.push.reason)}.`]
  ]);
}
function losses(plan) {
  const list3 = (effect2) => plan.statements.flatMap((statement, index) => statement.effects.includes(effect2) ? [md`${index + 1}`] : []);
  const named = (numbers) => md`${numbers.length === 1 ? md`statement` : md`statements`} ${enumerate(numbers)}`;
  const [deleting, changing, opaque] = [list3("deletes-data"), list3("changes-data"), list3("not-understood")];
  const lost = [
    ...deleting.length === 0 ? [] : [md`the data that ${named(deleting)} ${deleting.length === 1 ? md`deletes` : md`delete`}`],
    ...changing.length === 0 ? [] : [md`the old values of what ${named(changing)} ${changing.length === 1 ? md`changes` : md`change`}`],
    ...opaque.length === 0 ? [] : [md`what ${named(opaque)} may do, which was not understood`]
  ];
  if (lost.length === 0) return md`nothing. No statement deletes or changes data.`;
  return md`${enumerate(lost)}. Take a backup first, and name it with the approval (${code("--backup")}), or say why the loss is accepted (${code("--accept-risk")}).`;
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
function strategyLists(preflight3) {
  const { push, sync, refused: refused3 } = preflight3.proposal;
  const parts = [];
  if (sync !== null) {
    parts.push(
      md`## Compared\n\n${bullets([
        ...sync.added.map((change2) => md`\\+ ${code(describeChange(change2))}`),
        ...sync.left.map((change2) => md`! ${code(describeLeft(change2))}, left alone`)
      ])}`
    );
    if (sync.existing.length > 0)
      parts.push(fold(md`✓ ${count(sync.existing.length, "object")} already there`, bullets(sync.existing.map(code))));
  }
  if (push !== null && push.kept.length > 0) {
    parts.push(
      md`## Kept\n\n${bullets(push.kept.map(({ change: change2, reason }) => md`${code(changedId(change2))}: ${prose(reason)}`))}`
    );
  }
  if (refused3.length > 0) {
    parts.push(
      md`## Not planned\n\n${bullets(refused3.map(({ change: change2, reason }) => md`${code(describeChange(change2))}. ${prose(reason)}`))}`
    );
  }
  return join2(parts, "\n");
}
function care(preflight3) {
  const icons = { good: md`✅`, bad: md`⚠️`, unknown: md`❔` };
  return table(
    [md``, md`Looked at`, md`Seen`],
    checkCare(preflight3).map(({ state, what, seen }) => [icons[state], text(what), text(seen)])
  );
}

// src/report/verification.ts
function renderVerification(verification, template) {
  const checks = checkVerification(verification);
  return fill(template, {
    environment: text(verification.environment),
    verdict: verdict2(verification, checks),
    checks: table(
      [md``, md`Checked`, md`Seen`],
      checks.map(({ state, what, seen }) => [marks[state], text(what), prose(seen)])
    ),
    next: renderSteps(nextAfterVerification(verification)),
    differences: differences(verification),
    secondplan: secondPlan2(verification),
    command: commandOutput(verification),
    rows: rows2(verification),
    unfinished: unfinished3(verification),
    extensions: extensions4(verification),
    elsewhere: elsewhere(verification),
    footer: footer3(verification)
  });
}
var marks = { good: md`✓`, bad: md`✗`, look: md`!`, none: md`–` };
function verdict2({ outcome, environment: environment2, target, digest }, checks) {
  const where2 = md`${text(environment2)} (${code(target.display)})`;
  const plan = code(shortDigest(digest));
  if (outcome === "verified") return md`✅ Verified: ${where2} is exactly what plan ${plan} promised.${toMind(checks)}`;
  return md`🛑 Diverged: ${where2} is not what plan ${plan} promised: ${join2(briefs(checks, "bad"), ", ")}.`;
}
function toMind(checks) {
  const found = briefs(checks, "look");
  return found.length === 0 ? md`` : md` To look at: ${join2(found, ", ")}.`;
}
function briefs(checks, wanted) {
  return checks.filter(({ state }) => state === wanted).map(({ brief }) => text(brief));
}
var unfolded2 = 10;
function differences({ differences: all }) {
  return list2(md`What differs`, all);
}
function elsewhere({ elsewhere: all }) {
  if (all.length === 0) return md``;
  const intro = md`On objects that the plan does not touch, changed since it was made. They don't count against it.\n`;
  return fold(md`Changed elsewhere: ${count(all.length, "object")}`, md`${intro}\n${bullets(all.map(difference))}`);
}
function list2(title, all) {
  if (all.length === 0) return md``;
  const shown3 = bullets(all.slice(0, unfolded2).map(difference));
  const rest = all.length > unfolded2 ? md`\n${fold(md`${all.length - unfolded2} more`, bullets(all.slice(unfolded2).map(difference)))}` : md``;
  return md`## ${title}\n\n${shown3}${rest}`;
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
      return fold(
        md`Why there is no second plan: ${count(second.reasons.length, "reason")}`,
        table(
          [md`Reason`, md`What was seen`, md`What to do`],
          second.reasons.map(({ reason, message, hint }) => [code(reason), prose(message), prose(hint)])
        )
      );
    case "empty":
    case "not-checked":
      return md``;
  }
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
function unfinished3({ unfinished: all }) {
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
  return join5("dev-docs", "active", task, "db");
}
async function writeCheck(folder, checked, templates, redact) {
  await refuseLinks(checked.inputs.root, join5(folder, "artifacts"));
  await writeWhole(join5(folder, "00-connection-check.md"), redact(renderConnection(checked, templates["00-connection-check"])));
}
async function writePreflight(folder, preflight3, templates, redact, typed) {
  const { comparison, live, proposal } = preflight3;
  const artifact = (name) => join5(folder, "artifacts", name);
  const planned = proposal.verdict.outcome === "planned" ? proposal.plan : null;
  await writeCheck(folder, preflight3, templates, redact);
  await removeFile(artifact("plan.json"));
  await writeWhole(join5(folder, "01-drift-report.md"), redact(renderDrift(preflight3, templates["01-drift-report"])));
  await writeWhole(
    join5(folder, "02-migration-plan.md"),
    redact(renderPlan(preflight3, templates["02-migration-plan"], typed(artifact("plan.json"))))
  );
  await writeWhole(artifact("live.json"), json(live));
  await writeWhole(artifact("desired.json"), json(comparison.code));
  if (planned === null) return null;
  await writeWhole(artifact("plan.json"), json(planned));
  return artifact("plan.json");
}
async function openJournal(folder, run2, plan, redact) {
  const path = join5(folder, "artifacts", "execution.jsonl");
  await mkdir2(dirname3(path), { recursive: true });
  await keepEarlierLog(folder, run2.startedAt);
  for (const name of ["artifacts/execution.json", "artifacts/verification.json", "04-verification.md"])
    await removeFile(join5(folder, ...name.split("/")));
  await writeWhole(join5(folder, "artifacts", "applied-plan.json"), json(plan));
  await writeWhole(join5(folder, "03-execution-log.md"), redact(renderRunning(run2)));
  return {
    append: (event) => appendFileSync(path, `${JSON.stringify(redactValues(event, redact))}
`)
  };
}
async function writeExecution(folder, execution, plan, templates, redact) {
  await keepEarlierLog(folder, execution.startedAt);
  await writeWhole(join5(folder, "03-execution-log.md"), redact(renderExecution(execution, plan, templates["03-execution-log"])));
  await writeWhole(join5(folder, "artifacts", "execution.json"), json(redactValues(execution, redact)));
}
async function keepEarlierLog(folder, current) {
  const path = (name) => join5(folder, ...name.split("/"));
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
  await writeWhole(join5(folder, "04-verification.md"), redact(renderVerification(verification, templates["04-verification"])));
  await writeWhole(join5(folder, "artifacts", "verification.json"), json(redactValues(verification, redact)));
}
function json(value) {
  return `${JSON.stringify(value, null, 1).replaceAll(/[^\P{C}\n]|[\p{Zl}\p{Zp}]|##(?=\[)/gu, escapeUnits)}
`;
}
function escapeUnits(text2) {
  return Array.from({ length: text2.length }, (_, at) => `\\u${text2.charCodeAt(at).toString(16).padStart(4, "0")}`).join("");
}

// src/session.ts
var exitStatus = { done: 0, changes: 2, blocked: 3, failed: 1, usage: 64 };
async function inputsOf(flags, session, environment2) {
  const inputs = await readInputs(flags, session.surroundings, { environment: environment2 });
  session.redact = redactor([...urlsAround(flags, session.surroundings.environment), inputs.url.reveal()]);
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
  return { task, folder: flags.out === void 0 ? join6(inputs.root, taskFolder(task)) : resolve4(flags.out) };
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

// src/run-preflight.ts
async function runCheck(flags, session) {
  const inputs = await inputsOf(flags, session, "required");
  const { task, folder } = await chooseTask(flags, inputs, session);
  const checked = await check(inputs, task, session.tools);
  await writeCheck(folder, checked, await readTemplates(), session.redact);
  const where2 = join7(shown2(folder), "00-connection-check.md");
  return {
    document: plainDocument("check", inputs.environment, where2),
    text: `${summarizeCheck(checked, paint)}

${paint("dim", where2)}`,
    status: exitStatus.done
  };
}
async function runSnapshot(flags, session) {
  const inputs = await inputsOf(flags, session, "optional");
  const file = resolve5(flags.out ?? "schema.json");
  await refuseLinks(inputs.root, dirname4(file));
  const live = await snapshot(inputs, session.tools);
  await writeWhole(file, json(live));
  const text2 = `${live.objects.length} objects written to ${shown2(file)}`;
  return { document: plainDocument("snapshot", inputs.environment, text2), text: text2, status: exitStatus.done };
}
async function runPreflight(flags, session) {
  const inputs = await inputsOf(flags, session, "required");
  const { task, folder } = await chooseTask(flags, inputs, session);
  const found = await preflight(inputs, task, session.tools);
  const planPath = await writePreflight(folder, found, await readTemplates(), session.redact, shown2);
  const document = preflightDocument(session.command, found, planPath === null ? null : shown2(planPath));
  return {
    document,
    text: `${summarizePreflight(found, paint)}

${paint("dim", `${shown2(folder)}/00, 01, 02`)}`,
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
  const found = await preflight(inputs, "drift", session.tools);
  if (flags.out !== void 0) await writePreflight(resolve5(flags.out), found, await readTemplates(), session.redact, shown2);
  const document = preflightDocument("drift", found, null);
  const drifted = found.comparison.report.drift.some(({ cause }) => cause !== "pending");
  const uncomparable = document.reasons.some(
    ({ reason }) => reason === "history-missing" || reason === "history-failed-state" || reason === "invalid-source"
  );
  const status = uncomparable ? exitStatus.blocked : drifted && flags.exitCode === true ? exitStatus.changes : exitStatus.done;
  return { document, text: summarizePreflight(found, paint), status };
}

// src/verify-command.ts
import { setTimeout as sleep } from "node:timers/promises";
var lastLines = 40;
var timeLimitMs = 15 * 6e4;
function commandRunner(flags, inputs, session) {
  const command2 = flags.verifyCommand?.trim() ?? "";
  if (command2 === "") return null;
  return async () => {
    const { getExecOutput } = await import("./chunk-XNA7HXNC.js");
    const environment2 = Object.fromEntries(
      Object.entries(session.surroundings.environment).flatMap(
        ([name, value]) => value === void 0 || session.redact(value) !== value || name === "DATABASE_URL" ? [] : [[name, value]]
      )
    );
    const running = getExecOutput(command2, [], {
      cwd: inputs.workingDirectory,
      env: flags.passUrl === true ? { ...environment2, DATABASE_URL: inputs.url.reveal() } : environment2,
      ignoreReturnCode: true,
      silent: true
    }).catch((error) => ({ exitCode: 127, stdout: "", stderr: error instanceof Error ? error.message : String(error) }));
    const late = new AbortController();
    const tooLate = sleep(
      timeLimitMs,
      { exitCode: 124, stdout: "", stderr: "It did not end within 15 minutes." },
      { signal: late.signal }
    );
    const { exitCode, stdout, stderr } = await Promise.race([running, tooLate]);
    late.abort();
    tooLate.catch(() => void 0);
    const lines2 = session.redact(`${stdout}${stderr}`).trimEnd().split("\n");
    return { command: session.redact(command2), exitCode, output: lines2.slice(-lastLines).join("\n") };
  };
}

// src/run-apply.ts
async function runApply(flags, session) {
  refuseContradictions(flags);
  const inputs = await inputsOf(flags, session, "required");
  const path = resolve6(flags.plan ?? "");
  const read = await loadPlan(path);
  if (read.outcome === "refused") return refusedPlan("apply", inputs, path, read);
  const { plan } = read;
  const permission2 = {
    kind: "approve",
    named: (flags.approve ?? "").trim(),
    destructive: flags.allowDestructive === true ? { allowed: true, backup: textOf(flags.backup), acceptedRisk: textOf(flags.acceptRisk) } : { allowed: false }
  };
  const folder = folderOf(flags, inputs, plan);
  const applied2 = await applyAndWrite(inputs, plan, shown2(path), permission2, folder, flags, session);
  return {
    document: applyDocument("apply", plan, shown2(path), applied2),
    text: `${summaryOf(applied2)}

${paint("dim", `${shown2(folder)}/${applied2.verification === null ? "03" : "03, 04"}`)}`,
    status: statusOf(applied2)
  };
}
async function runVerify(flags, session) {
  const given = await inputsOf(flags, session, "required");
  const path = resolve6(flags.plan ?? "");
  const read = await loadPlan(path);
  if (read.outcome === "refused") return refusedPlan("verify", given, path, read);
  const { plan } = read;
  const inputs = { ...given, strategy: plan.strategy, push: plan.push };
  const project = await openSource(inputs, { required: true });
  const folder = folderOf(flags, inputs, plan);
  const request = {
    plan,
    planPath: shown2(path),
    project,
    task: plan.task,
    changedFiles: changedSince2(plan, project),
    before: null,
    runCommand: commandRunner(flags, inputs, session)
  };
  const verification = await verify(inputs, request, session.tools);
  await refuseLinks(inputs.root, join8(folder, "artifacts"));
  await writeVerification(folder, verification, await readTemplates(), session.redact);
  return {
    document: verifyDocument(plan, shown2(path), verification),
    text: `${summarizeVerification(verification, paint)}

${paint("dim", `${shown2(folder)}/04`)}`,
    status: verification.outcome === "verified" ? exitStatus.done : exitStatus.failed
  };
}
async function runSync(flags, session) {
  if (flags.apply !== true) return runPreflight({ ...flags, strategy: "sync" }, session);
  const inputs = await inputsOf({ ...flags, strategy: "sync" }, session, "required");
  const { task, folder } = await chooseTask(flags, inputs, session);
  const found = await preflight(inputs, task, session.tools);
  const planPath = await writePreflight(folder, found, await readTemplates(), session.redact, shown2);
  const { plan, sync, refused: refused3 } = found.proposal;
  const dryRun = session.redact(summarizePreflight(found, paint));
  const document = preflightDocument("sync", found, planPath === null ? null : shown2(planPath));
  if (plan === null || planPath === null)
    return {
      document,
      text: `${dryRun}

${paint("dim", `${shown2(folder)}/00, 01, 02`)}`,
      status: preflightStatus(found, flags)
    };
  const beyond2 = beyondStanding(plan, sync?.added ?? [], found.live, refused3);
  if (beyond2.length > 0) {
    const reasons3 = beyond2.map((reason) => ({ ...reason, hint: wayToApproval(inputs, shown2(planPath), plan) }));
    const lines2 = reasons3.map(({ message }) => `  ${paint("red", "policy")}  ${message}`);
    return {
      document: { ...document, outcome: "refused", failureReason: "policy", message: reasons3[0]?.message ?? null, reasons: reasons3 },
      text: [
        dryRun,
        "",
        paint("red", "\u2717 not applied: sync --apply only adds what nobody can miss"),
        ...lines2,
        `  ${paint("dim", `\u2192 ${reasons3[0]?.hint ?? ""}`)}`
      ].join("\n"),
      status: exitStatus.blocked
    };
  }
  if (flags.json !== true) process.stdout.write(`${dryRun}

`);
  const permission2 = { kind: "standing", named: null, destructive: { allowed: false } };
  const applied2 = await applyAndWrite(inputs, plan, shown2(planPath), permission2, folder, flags, session);
  return {
    document: { ...applyDocument("sync", plan, shown2(planPath), applied2), sync: document.sync },
    text: `${summaryOf(applied2)}

${paint("dim", `${shown2(folder)}/00 to ${applied2.verification === null ? "03" : "04"}`)}`,
    status: statusOf(applied2)
  };
}
function wayToApproval({ environment: environment2 }, planPath, { digest }) {
  return `Read 02-migration-plan.md, then: schemagate apply --environment ${environment2 ?? ""} --plan ${planPath} --approve ${digest}`;
}
async function applyAndWrite(inputs, plan, planPath, permission2, folder, flags, session) {
  await refuseLinks(inputs.root, join8(folder, "artifacts"));
  const templates = await readTemplates();
  const stop = new AbortController();
  const request = {
    plan,
    planPath,
    keptPlanPath: shown2(join8(folder, "artifacts", "applied-plan.json")),
    permission: permission2,
    task: plan.task,
    openJournal: async (started) => {
      session.holdSignals().addEventListener("abort", () => stop.abort(), { once: true });
      return openJournal(folder, started, plan, session.redact);
    },
    onEnd: async (execution) => {
      await writeExecution(folder, execution, plan, templates, session.redact);
      session.releaseSignals();
    },
    signal: stop.signal,
    newId: randomUUID,
    runCommand: commandRunner(flags, inputs, session)
  };
  const applied2 = await apply(inputs, request, session.tools);
  if (applied2.verification !== null) await writeVerification(folder, applied2.verification, templates, session.redact);
  return applied2;
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
  return flags.out === void 0 ? join8(inputs.root, taskFolder(plan.task)) : resolve6(flags.out);
}
function refuseContradictions({ allowDestructive, backup, acceptRisk }) {
  if (allowDestructive === true || backup === void 0 && acceptRisk === void 0) return;
  throw new UserError(
    "invalid-input",
    "--backup and --accept-risk belong to --allow-destructive, which is missing.",
    "Add --allow-destructive if the plan is meant to delete data."
  );
}
function textOf(value) {
  const text2 = value?.trim() ?? "";
  return text2 === "" ? null : text2;
}
var planLimit = 2e8;
async function loadPlan(path) {
  const size = await stat2(path).then(
    (stats) => stats.isFile() ? stats.size : null,
    () => null
  );
  if (size !== null && size <= planLimit) return readPlan(await readFile4(path, "utf8"));
  throw new UserError(
    "invalid-input",
    size === null ? `There is no plan at ${shown2(path)}.` : `${shown2(path)} is too large for a plan.`,
    "Pass the plan.json that `schemagate preflight` wrote (dev-docs/active/<task>/db/artifacts/plan.json)."
  );
}
function refusedPlan(command2, { environment: environment2 }, path, { reason, message, hint }) {
  return {
    document: {
      ...failureDocument(command2, environment2, reason, message),
      outcome: "refused",
      planPath: shown2(path),
      reasons: [{ reason, object: null, message, hint }]
    },
    text: `${paint("red", "\u2717 refused")}  ${shown2(path)}
  ${paint("red", reason)}  ${safe(message)}
  ${paint("dim", `\u2192 ${hint}`)}`,
    status: exitStatus.blocked
  };
}

// src/snapshot-cache.ts
import { readFile as readFile5 } from "node:fs/promises";
import { join as join9 } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
function folderCache(folder) {
  return {
    async remember(inputs, make, keep2) {
      const path = join9(folder, `${sha256(canonicalJson(inputs))}.json.gz`);
      const known = await readEntry(path);
      if (known !== null) return known.result;
      const result = await make();
      if (keep2(result)) await writeEntry(path, result);
      return result;
    }
  };
}
async function readEntry(path) {
  try {
    const entry = gunzipSync(await readFile5(path));
    const content = entry.subarray(64);
    return sha256(content) === entry.subarray(0, 64).toString("latin1") ? { result: JSON.parse(content.toString("utf8")) } : null;
  } catch {
    return null;
  }
}
async function writeEntry(path, result) {
  const content = JSON.stringify(result);
  await writeWhole(path, gzipSync(`${sha256(content)}${content}`, { level: 1 })).catch(() => void 0);
}

// src/version.ts
var version = "0.1.0";

// src/cli.ts
var usualLimits = { timeMs: 3e5, memoryBytes: 2e9 };
async function main(argv, standInLimits = usualLimits) {
  const program2 = new Command("schemagate").description(
    "Compares the schema in the code with a live database, plans how to bring the database to it, and applies exactly the approved plan."
  ).version(version, "--version").exitOverride().showHelpAfterError(false).configureOutput({ writeErr: () => void 0 });
  const signals = watchSignals();
  for (const [name, spec] of Object.entries(commands)) {
    const command2 = program2.command(name).description(spec.description).exitOverride();
    for (const option2 of spec.options) command2.addOption(option2());
    command2.action(
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
function watchSignals() {
  const stop = new AbortController();
  let held = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      if (held && !stop.signal.aborted) stop.abort();
      else process.exit(128 + constants2.signals[signal]);
    });
  }
  return {
    holdSignals: () => {
      held = true;
      return stop.signal;
    },
    releaseSignals: () => {
      held = false;
    }
  };
}
var reverseCommands = ["pull", "introspect", "import", "dump", "reverse", "generate"];
function refuseReverse() {
  throw new UserError(
    "invalid-input",
    "Schemagate never writes the schema from a database: the code is the source of truth.",
    "To see what the database has and the code has not, run `schemagate drift`; each difference comes with the text to adopt it."
  );
}
async function run(command2, flags, standInLimits, signals) {
  const surroundings = {
    environment: process.env,
    currentDirectory: process.cwd(),
    today: (/* @__PURE__ */ new Date()).toISOString().slice(0, 10)
  };
  const session = {
    command: command2,
    redact: redactor(urlsAround(flags, surroundings.environment)),
    tools: makeTools(flags.json === true, standInLimits),
    surroundings,
    ...signals
  };
  try {
    refuseSwallowedFlags(flags);
    const done = await runs[command2](flags, session);
    process.stdout.write(
      flags.json === true ? json(redactValues(done.document, session.redact)) : session.redact(`${done.text}
`)
    );
    process.exitCode = done.status;
    if (flags.verifyCommand !== void 0) process.stdout.write("", () => process.exit());
  } catch (error) {
    endFailed(command2, flags.environment ?? null, error, flags.json === true, session.redact);
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
  check: runCheck,
  snapshot: runSnapshot,
  preflight: runPreflight,
  drift: runDrift,
  sync: runSync,
  apply: runApply,
  verify: runVerify
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
  const line2 = (what) => paintLine("dim", `${((Date.now() - started) / 1e3).toFixed(1).padStart(5)}s  ${what}`);
  return {
    step: (what) => void stream.write(`${line2(safe(what))}
`),
    statement: (number, total, sql3) => {
      const text2 = line2(`${number}/${total}  ${safe(shortSql(sql3, 80))}`);
      const [start, end] = stream.isTTY ? ["\r\x1B[2K", number === total ? "\n" : ""] : ["", "\n"];
      stream.write(`${start}${text2}${end}`);
    }
  };
}
function cacheFolder() {
  const base = process.env["XDG_CACHE_HOME"] ?? process.env["LOCALAPPDATA"] ?? join10(homedir(), ".cache");
  return join10(base, "schemagate");
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
function endFailed(command2, environment2, error, asJson, redact) {
  const known = error instanceof UserError;
  const message = redact(
    known ? error.message : `This is a bug of schemagate: ${error instanceof Error ? error.message : String(error)}`
  );
  const more2 = known ? error.hint : error instanceof Error ? error.stack ?? null : null;
  const next = more2 === null ? null : redact(more2);
  const paintError = paintFor(process.stderr);
  if (asJson)
    process.stdout.write(
      json(
        failureDocument(
          command2,
          environment2,
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
