import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  changedId
} from "./chunk-ZKYGNOYZ.js";
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
  objectId,
  ownerOf
} from "./chunk-TI3Q4EXQ.js";
import {
  assetPath,
  homePath
} from "./chunk-LQ7MRN4E.js";
import {
  isDate
} from "./chunk-7WQU5GB5.js";
import {
  UserError
} from "./chunk-JN2SGYBL.js";
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
          outputError: (str, write) => write(str),
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
        const write = (str) => {
          if (!hasColors) str = this._outputConfiguration.stripColor(str);
          return baseWrite(str);
        };
        return { error, write, hasColors, helpWidth };
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
import { readFile as readFile3 } from "node:fs/promises";
import { constants as constants2, homedir } from "node:os";
import { dirname as dirname3, join as join7, relative as relative3, resolve as resolve4 } from "node:path";
import { createInterface } from "node:readline/promises";
import { styleText } from "node:util";

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
  out: () => new Option("--out <dir>", "folder for 00, 01, 02 and artifacts (default: dev-docs/active/<task>/db)"),
  outFile: () => new Option("--out <file>", "file to write").makeOptionMandatory(),
  json: () => new Option("--json", "print one JSON document instead of text"),
  exitCode: () => new Option("--exit-code", "exit with 2 when there is something to do"),
  strategy: () => new Option("--strategy <name>", "migrate (default), push or sync"),
  pushReason: () => new Option("--push-reason <text>", "push: why there is no migration"),
  pushUntil: () => new Option("--push-until <date>", "push: the day on which the project is back to migrations"),
  drop: () => new Option("--drop <name>", "push: a table or column that may be dropped; may be repeated").argParser(
    (value, before) => [...before ?? [], value]
  ),
  dryRun: () => new Option("--dry-run", "show what would be added (the only mode of this version)")
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
  drift: {
    description: "what differs and why; for a schedule",
    options: [...connecting, ...reading, ...building, option.out, option.exitCode]
  },
  sync: {
    description: "what is missing and would be added, without touching what exists",
    options: [...connecting, ...reading, ...building, option.dryRun, option.task, option.out, option.exitCode]
  }
};

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
  const steps = relative(root, full).split(sep).filter((step) => step !== "");
  let path = root;
  for (const [index, step] of steps.entries()) {
    path = join(path, step);
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
  for (const step of steps) {
    place = join(place, step);
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

// src/inputs.ts
var import_dotenv = __toESM(require_dist(), 1);
import { stat } from "node:fs/promises";
import { resolve as resolve2 } from "node:path";

// src/config.ts
var defaultConfigPath = ".github/schemagate.yml";
async function readConfig(root, path) {
  const file = path ?? defaultConfigPath;
  const content = await readRegularFile(root, file, 1e6);
  if (content === null) {
    if (path !== null) throw new UserError("invalid-input", `The configuration ${path} does not exist.`, "Check --config.");
    return { path: null, targets: {}, environments: {}, ignore: [] };
  }
  const { parseConfig } = await import("./chunk-ADZQEDQJ.js");
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
  const root = resolve2(around.currentDirectory);
  const config = await readConfig(root, raw.config ?? null);
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

// src/diff/ignore.ts
function ignoreChanges(changes, rules2, today2) {
  const active = rules2.filter((rule) => rule.until === null || rule.until >= today2);
  const kept2 = [];
  const ignored = [];
  for (const change of changes) {
    const names = namesOf(change);
    const rule = active.find((candidate) => names.some((name) => matches(candidate.object, name)));
    if (rule === void 0) kept2.push(change);
    else ignored.push({ object: changedId(change), rule });
  }
  return { changes: kept2, ignored };
}
function endedRule(change, rules2, today2) {
  const names = namesOf(change);
  const ended2 = rules2.flatMap((rule) => rule.until !== null && rule.until < today2 ? [{ ...rule, until: rule.until }] : []);
  return ended2.find((rule) => names.some((name) => matches(rule.object, name))) ?? null;
}
function isIgnored(object, rules2, today2) {
  const names = objectNames(object);
  return rules2.some((rule) => (rule.until === null || rule.until >= today2) && names.some((name) => matches(rule.object, name)));
}
function isIgnoredName(name, rules2, today2) {
  return rules2.some((rule) => (rule.until === null || rule.until >= today2) && matches(rule.object, name));
}
function namesOf(change) {
  const object = change.kind === "create" || change.kind === "drop" ? change.object : change.from;
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
async function diagnoseHistory(project, history, git, { inputs, today: today2 }) {
  const diagnosis = project.diagnose(history, await fromDefaultBranch(project, history, git));
  const problems = diagnosis.problems.map(
    (problem) => problem.kind !== "failed" && isIgnoredName(`migration ${problem.migration}`, inputs.config.ignore, today2) ? { ...problem, blocks: false } : problem
  );
  return { ...diagnosis, problems };
}
async function fromDefaultBranch(project, history, git) {
  if (git === null || !git.base.available) return [];
  const own = new Set(project.migrations.map(({ id }) => id));
  const found = [];
  for (const id of new Set((history?.rows ?? []).map(({ migration }) => migration))) {
    const path = own.has(id) ? null : project.pathOf(id);
    const sql2 = path === null ? null : await git.readFromBase(path);
    if (path !== null && sql2 !== null) found.push({ id, parents: [], path, checksum: sha256(sql2), sql: sql2, opaque: null });
  }
  return found;
}

// src/diff/diff.ts
function diff(from, to) {
  const fromById = byId(from);
  const toById = byId(to);
  const dropped = fold(from.filter((object) => !toById.has(object.id)));
  const created = fold(to.filter((object) => !fromById.has(object.id)));
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
function fold(objects) {
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

// src/diff/describe-change.ts
function describeChange(change) {
  switch (change.kind) {
    case "create":
      return `${change.object.id}: ${isMember(change.object) ? "added" : "created"}${details(change.object, change.parts)}`;
    case "drop":
      return `${change.object.id}: dropped${details(change.object, change.parts)}`;
    case "rename":
      return `${change.from.id}: renamed to ${change.to.name}`;
    case "alter":
      return `${changedId(change)}: ${change.fields.map((field) => describeField(change, field)).join("; ")}`;
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
function describeField(change, field) {
  const from = show(change.from[field]);
  const to = show(change.to[field]);
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
  const { live, history } = sides;
  const known = [...pendingDrift(context), ...problemDrift(context)];
  if (history.outcome === "undetermined") return undeterminedDrift(sides, context, history.reason, known);
  if (history.outcome === "unknown") return driftWithoutHistory(history.all, sides.code, context);
  const neutral = neutralize(history.applied, live, context.historyTables);
  const unmanaged2 = ignoreChanges(diff(neutral.from, neutral.to), context.ignore, context.today);
  const missing2 = missingMigrations(history.all, sides.code, context);
  return {
    drift: [...known, ...unmanaged2.changes.map((change) => objectDrift("unmanaged", null, change, null)), ...missing2.drift],
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
function objectDrift(cause, from, change, hint) {
  return { cause, from, object: changedId(change), summary: describeChange(change), change, hint };
}
function missingMigrations(all, code2, context) {
  if (all === null) return { drift: [], kept: [], rules: [], ignored: [] };
  const reduced = context.language.reduce(all, code2);
  const { changes, ignored } = ignoreChanges(diff(reduced.from, reduced.to), context.ignore, context.today);
  const inNoModel = changes.filter(isDroppedTable);
  return {
    drift: changes.filter((change) => !isDroppedTable(change)).map((change) => objectDrift("missing-migration", context.schemaOrigin, change, null)),
    kept: [...reduced.kept, ...inNoModel.map((change) => ({ object: changedId(change), reason: tableInNoModel }))],
    rules: reduced.rules,
    ignored
  };
}
var tableInNoModel = "a migration made it, and the schema in the code does not name it; if it is to go, a migration has to drop it";
function isDroppedTable(change) {
  return change.kind === "drop" && change.object.kind === "table";
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
      ...pendingExplainsMost ? [] : changes.map((change) => objectDrift("undetermined", null, change, null))
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
function replayHistory(setting, applied, pending2) {
  return setting.cache.remember(historyInputs(setting, applied, pending2), () => replay(setting, applied, pending2), isReplayed);
}
async function replay(setting, applied, pending2) {
  var _stack = [];
  try {
    setting.progress.step(`Replaying ${applied.length + pending2.length} migrations on a stand-in`);
    const opened = await openOrReason(setting);
    if (typeof opened === "string") return { outcome: "undetermined", engine: null, reason: opened, advice: null };
    const standIn = __using(_stack, opened, true);
    const result = await replayOn(standIn, setting.scope, applied, pending2);
    await rememberApplied(setting, [...applied, ...pending2], result);
    return result;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function rememberApplied(setting, applied, result) {
  if (result.outcome !== "replayed" || result.end.outcome !== "reached" || result.after.length === 0) return;
  const known = { ...result, before: result.end.snapshot, after: [] };
  await setting.cache.remember(historyInputs(setting, applied, []), () => Promise.resolve(known), isReplayed);
}
function historyInputs({ cacheKey }, applied, pending2) {
  return { step: "history", setting: cacheKey, applied: applied.map(toScript), pending: pending2.map(toScript) };
}
function isReplayed({ outcome }) {
  return outcome === "replayed";
}
async function replayOn(standIn, scope, applied, pending2) {
  const first = await standIn.run(applied.map(toScript));
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
function respellOnHistory(setting, applied, pairs) {
  const inputs = { step: "respell", setting: setting.cacheKey, applied: applied.map(toScript), pairs };
  return setting.cache.remember(
    inputs,
    async () => {
      var _stack = [];
      try {
        setting.progress.step(`Spelling ${pairs.length} objects alike`);
        const standIn = __using(_stack, await setting.open(), true);
        const run2 = await standIn.run(applied.map(toScript));
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
function standInSetting(side, diagnosis, context) {
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
    const wanted = /* @__PURE__ */ new Set([...project.extensions, ...createdExtensions(statements2)]);
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
    cacheKey: { tool: tools.version, dialect: engine.dialect.name, fixed, scope: standInScope, devUrl, files: project.files }
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
  const { project, live } = side;
  const diagnosis = await diagnosisOf(side);
  const context = contextOfScripts(side);
  const setting = standInSetting(side, diagnosis, context);
  const code2 = await buildDesired(setting, () => project.desiredDdl(context.defaultSchema));
  const replay2 = await replayHistory(setting, diagnosis.applied, diagnosis.pending);
  const historyMissing = diagnosis.empty && live.objects.some(({ kind, id }) => kind === "table" && !context.historyTables.includes(id));
  const spelled = replay2.outcome === "replayed" && !historyMissing ? await inOneSpelling(side, setting, diagnosis.applied, replay2.before, context) : live;
  const report = findDrift(
    { live: spelled, code: code2, history: historySide(replay2, diagnosis, historyMissing) },
    contextOfDrift(side, diagnosis, context)
  );
  return { diagnosis, historyMissing, code: code2, replay: replay2, report, changes: [], compared: [], engine: replay2.engine, context };
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
  const { changes, ignored, kept: kept2, rules: rules2, compared: compared2 } = compareWithCode(side.live, code2, driftContext);
  const report = { drift: [], kept: kept2, rules: rules2, ignored };
  return { diagnosis, historyMissing: false, code: code2, replay: replay2, report, changes, compared: compared2, engine: null, context };
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
async function inOneSpelling(side, setting, applied, history, context) {
  const neutral = neutralize(history, side.live, context.historyTables);
  const pairs = diff(neutral.from, neutral.to).flatMap(
    (change) => change.kind === "alter" && change.fields.every((field) => respellable.has(field)) ? [{ from: change.from, to: change.to }] : []
  );
  if (pairs.length === 0) return side.live;
  const spelled = await respellOnHistory(setting, applied, pairs);
  const equal = /* @__PURE__ */ new Map();
  for (const [index, pair] of pairs.entries()) {
    const [from, to] = [spelled.from[index], spelled.to[index]];
    if (from !== void 0 && to !== void 0 && diff([from], [to]).length === 0) equal.set(pair.to.id, pair.from);
  }
  return { ...side.live, objects: side.live.objects.map((object) => equal.get(object.id) ?? object) };
}

// src/diff/patch.ts
function patch(base, from, to) {
  const objects = new Map(base.map((object) => [object.id, object]));
  const conflicts = [];
  for (const change of diff(from, to)) applyChange(objects, change, conflicts);
  return { objects: [...objects.values()].sort((a, b) => a.id < b.id ? -1 : 1), conflicts };
}
function applyChange(objects, change, conflicts) {
  switch (change.kind) {
    case "create":
      if (objects.has(change.object.id))
        conflicts.push({ object: change.object.id, message: "is created by the plan, but exists already" });
      for (const object of [change.object, ...change.parts]) objects.set(object.id, object);
      return;
    case "drop":
      if (!objects.has(change.object.id))
        conflicts.push({ object: change.object.id, message: "is dropped by the plan, but does not exist" });
      remove(objects, change.object.id);
      return;
    case "rename":
      if (!objects.has(change.from.id))
        conflicts.push({ object: change.from.id, message: "is renamed by the plan, but does not exist" });
      objects.delete(change.from.id);
      objects.set(change.to.id, change.to);
      return;
    case "alter": {
      const present = objects.get(change.from.id);
      if (present === void 0)
        conflicts.push({ object: change.from.id, message: "is changed by the plan, but does not exist" });
      const target = change.to;
      const changed = Object.fromEntries(change.fields.map((field) => [field, target[field]]));
      objects.set(change.from.id, { ...present ?? change.to, ...changed });
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
      visibleKinds: plan.visibleKinds,
      base: plan.base,
      expected: { fingerprint: plan.expected.fingerprint },
      batches: plan.batches,
      statements: plan.statements.map(({ sql: sql2, origin, batch, effects: effects2 }) => ({ sql: sql2, origin, batch, effects: effects2 }))
    })
  );
}
function shortDigest(digest) {
  return digest.slice(0, 12);
}
function majorOf(version2) {
  return version2.split(".")[0] ?? version2;
}

// src/plan/rollback.ts
function wayBack(statements2, expected, base, dialect) {
  const changes = diff(expected.objects, base.objects);
  const ddl = dialect.writeDdl(changes, { from: expected, to: base, form: "plain" });
  return [
    ...statements2.flatMap(lostBy),
    ...ddl.refused.map(({ change, reason }) => ({ irreversible: `${describeChange(change)}: ${reason}` })),
    ...ddl.statements.map(({ sql: sql2 }) => ({ sql: sql2 }))
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
  const batches = [];
  const statements2 = [];
  const touched = /* @__PURE__ */ new Set();
  let reached = states.before;
  for (const [index, migration] of pending2.entries()) {
    const script = await request.dialect.parseScript(migration.sql ?? "", { ...request.context, objects: reached.objects });
    reached = states.after[index] ?? reached;
    for (const group of transactions(script.statements, request.dialect.traits.transactionalDdl)) {
      batches.push({ origin: migration.id, transactional: group.transactional, after: null });
      for (const parsed of group.statements) {
        statements2.push(planStatement(parsed, migration.id, batches.length - 1));
        for (const id of [...parsed.touches, ...parsed.creates]) touched.add(id);
      }
    }
    const state = states.after[index] ?? null;
    const last = batches.at(-1);
    if (state !== null && last !== void 0 && last.origin === migration.id) {
      batches[batches.length - 1] = {
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
  for (const change of changes) touched.add(changedId(change));
  return {
    plan: finish(request, { batches, statements: statements2, touched, expected: expected.objects, changes }),
    conflicts: expected.conflicts
  };
}
async function planChanges(request, changes, desired) {
  const { base, dialect } = request;
  const to = { ...base, objects: desired };
  const ddl = dialect.writeDdl(changes, { from: base, to, form: request.strategy === "sync" ? "guarded" : "plain" });
  const touched = new Set(changes.map(changedId));
  const batches = [];
  const statements2 = [];
  const parsed = await parseOwn(ddl.statements, request);
  for (const [index, statement] of ddl.statements.entries()) {
    const open2 = batches.at(-1);
    if (open2 === void 0 || !open2.transactional || !statement.transactional) {
      batches.push({ origin: "schemagate", transactional: statement.transactional, after: null });
    }
    const own = statement.changes.flatMap((change) => changes[change] ?? []);
    const read = parsed[index] ?? [];
    for (const part of read) for (const id of [...part.touches, ...part.creates]) touched.add(id);
    statements2.push({
      sql: statement.sql,
      origin: "schemagate",
      batch: batches.length - 1,
      changes: own.map(describeChange),
      effects: unique(read.flatMap(({ effects: effects2 }) => effects2)),
      hazards: read.flatMap(({ hazards }) => hazards),
      locks: [],
      rewrites: []
    });
  }
  const refusedChanges = new Set(ddl.refused.map(({ change }) => change));
  const planned = changes.filter((change) => !refusedChanges.has(change));
  const expected = patchWith(base.objects, planned);
  return {
    plan: finish(request, { batches, statements: statements2, touched, expected, changes: planned }),
    conflicts: [],
    refused: ddl.refused
  };
}
async function parseOwn(statements2, { dialect, context, base }) {
  const seen = { ...context, objects: base.objects };
  const script = await dialect.parseScript(statements2.map(({ sql: sql2 }) => `${sql2};
`).join(""), seen);
  if (script.statements.length === statements2.length) return script.statements.map((statement) => [statement]);
  return Promise.all(statements2.map(async ({ sql: sql2 }) => (await dialect.parseScript(sql2, seen)).statements));
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
function transactions(statements2, transactionalDdl) {
  const groups = [];
  const ownControl = statements2.some(({ control }) => control !== null);
  if (ownControl) return [{ transactional: false, statements: statements2 }];
  for (const statement of statements2) {
    if (statement.verb === "PRAGMA" && groups.length > 0) {
      groups.at(-1)?.statements.push(statement);
      continue;
    }
    const alone = statement.verb !== "PRAGMA" && (!transactionalDdl || !statement.transactional || statement.verb === "ALTER TYPE ADD VALUE" && statements2.length > 1);
    const open2 = groups.at(-1);
    if (alone || open2 === void 0 || !open2.transactional) groups.push({ transactional: !alone, statements: [statement] });
    else open2.statements.push(statement);
  }
  return groups;
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
    (sides, change) => {
      if (change.kind === "create" || change.kind === "drop") {
        sides[change.kind === "create" ? "to" : "from"].push(change.object, ...change.parts);
      } else {
        sides.from.push(change.from);
        sides.to.push(change.to);
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
  const count2 = (...kinds2) => changes.filter(({ kind }) => kinds2.includes(kind)).length;
  return { add: count2("create"), change: count2("alter", "rename"), drop: count2("drop") };
}
function unique(values) {
  return [...new Set(values)].sort();
}

// src/plan/push.ts
var holdsData = /* @__PURE__ */ new Set(["table", "column"]);
function decidePush(changes, madeByHistory, named) {
  const mayDrop = (id) => madeByHistory.has(id) || named.some((name) => id === name || id.slice(id.indexOf(" ") + 1) === name);
  const forbidden = (change) => change.kind === "drop" && holdsData.has(change.object.kind) && !mayDrop(change.object.id);
  return {
    planned: changes.filter((change) => !forbidden(change)),
    kept: changes.flatMap(
      (change) => change.kind === "drop" && forbidden(change) ? [{ change, reason: `No migration of this repository made it; to drop it, pass --drop "${change.object.id}".` }] : []
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
    left: changes.filter((change) => !isAddition(change))
  };
}
function isAddition(change) {
  if (change.kind === "create") return addable.has(change.object.kind);
  return change.kind === "alter" && change.from.kind === "enum" && change.to.kind === "enum" && addsValuesOnly(change.from.values, change.to.values);
}
function addsValuesOnly(from, to) {
  return from.every((value) => to.includes(value)) && to.filter((value) => from.includes(value)).join("\0") === from.join("\0");
}

// src/plan/verdict.ts
function judge(findings) {
  const reasons2 = [
    ...missingHistory(findings),
    ...historyProblems(findings.diagnosis),
    ...unreplayable(findings),
    ...failing(findings),
    ...conflicting(findings),
    ...missingMigration(findings),
    ...unexplained(findings),
    ...madeByHand(findings)
  ];
  const [first, ...rest] = reasons2;
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
function strangers({ applied, problems }) {
  return applied.length > 0 ? [] : problems.filter(({ kind, blocks }) => kind === "unknown" && blocks);
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
  const named = entries.slice(0, 5).map(({ summary: summary3 }) => summary3);
  return `${named.join("; ")}${entries.length > named.length ? `; and ${entries.length - named.length} more` : ""}`;
}
function unexplained({ drift }) {
  const entries = drift.filter(({ cause, change }) => cause === "undetermined" && change !== null);
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
function changedObjects({ change }) {
  if (change === null) return [];
  return change.kind === "create" || change.kind === "drop" ? [change.object] : [change.from, change.to];
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
  const verdict2 = judge({
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
  return { plan: historyMissing ? null : built?.plan ?? null, verdict: verdict2, push: null, sync: null, refused: [] };
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
    base: fingerprinted(side, comparison),
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
function fingerprinted(side, { context }) {
  const today2 = side.tools.clock().toISOString().slice(0, 10);
  const partitions = side.live.objects.flatMap(
    (object) => object.kind === "table" && object.partitionOf !== null ? [object.id] : []
  );
  const objects = withoutBelongings(side.live.objects, /* @__PURE__ */ new Set([...context.historyTables, ...partitions])).filter(
    (object) => !isIgnored(object, side.inputs.config.ignore, today2)
  );
  return { ...side.live, objects };
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
import { join as join2, posix as posix2, relative as relative2, sep as sep2 } from "node:path";
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
  const entries = await readdir(join2(root, pathInside(root, path)), { withFileTypes: true }).catch((error) => {
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
function diagnose(migrations, history, elsewhere) {
  const rows = history?.rows ?? [];
  const known = new Map([...elsewhere, ...migrations].map((migration) => [migration.id, migration]));
  const applied = latestByMigration(rows.filter(isApplied));
  const failed = new Set(rows.filter(isFailed).map(({ migration }) => migration));
  const pending2 = migrations.filter(({ id }) => !applied.has(id) && !failed.has(id));
  const lastApplied = migrations.findLastIndex(({ id }) => applied.has(id));
  const late = new Set(migrations.slice(0, Math.max(lastApplied, 0)).map(({ id }) => id));
  return {
    empty: rows.length === 0,
    applied: [...applied.keys()].flatMap((id) => known.get(id) ?? []),
    pending: pending2,
    outOfOrder: pending2.map(({ id }) => id).filter((id) => late.has(id)),
    problems: [
      ...rows.filter(isFailed).map(failedProblem),
      ...rolledBack(rows, applied, failed).flatMap((row) => known.has(row.migration) ? [rolledBackProblem(row)] : []),
      ...[...applied.values()].flatMap((row) => appliedProblem(row, known.get(row.migration)))
    ]
  };
}
function isApplied(row) {
  return row.finishedAt !== null && row.rolledBackAt === null;
}
function isFailed(row) {
  return row.finishedAt === null && row.rolledBackAt === null;
}
function latestByMigration(rows) {
  return new Map(rows.map((row) => [row.migration, row]));
}
function rolledBack(rows, applied, failed) {
  const latest = latestByMigration(rows.filter(({ rolledBackAt }) => rolledBackAt !== null));
  return [...latest.values()].filter(({ migration }) => !applied.has(migration) && !failed.has(migration));
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
  const rows = await session.query(`SELECT ${selected.join(", ")} FROM ${schema}"${historyTable}"`);
  return { rows: rows.map(historyRow).sort(byStart) };
}
async function presentColumns(session, dialect, defaultSchema) {
  const rows = dialect === "postgres" ? await readableColumns(session, defaultSchema ?? "public") : await session.query(sqliteColumns, [historyTable]);
  return new Set(rows.map(({ name }) => name));
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
function takeOver(from, to, words) {
  const fields = Object.keys(words).filter((field) => !sameValue(from[field], to[field]));
  return {
    to: { ...to, ...Object.fromEntries(fields.map((field) => [field, from[field]])) },
    kept: fields.map((field) => `Prisma's language has no ${words[field]}`),
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
  const words = language.partialIndexes ? indexWords : { ...indexWords, where: "partial indexes without the preview feature partialIndexes" };
  const plain2 = takeOver(from, to, words);
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
  const reasons2 = new Map(from.objects.map((object) => [object.id, whyKept(object, code2, surroundings, schemas2)]));
  return from.objects.filter((object) => {
    const owners = ownersOf(object, surroundings.from);
    const reason = reasons2.get(object.id) ?? null;
    if (owners.some((owner) => reasons2.get(owner.id) != null || numbersKnownColumn(owner, code2))) return false;
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
async function readConfig2(file, text2) {
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
    const value = resolve3(exported, scope);
    const inner = value?.type === "CallExpression" ? resolve3(value.arguments[0], scope) : value;
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
function resolve3(node, scope) {
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
  const value = resolve3(property.value, scope);
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
  const node = resolve3(expression, scope);
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
    const resolved = resolve3(node, scope);
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
  const config = configFile === null ? null : await readConfig2(configFile.path, configFile.text);
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
  const lock = files.includes(lockFile) ? await readText(root, posix5.join(folder, lockFile), scriptLimit) : null;
  if (lock !== null) checkLock(lock, provider);
  else if (migrations.length > 0)
    notes.push(`${folder} has no ${lockFile}: Prisma can't tell for which provider the migrations were written.`);
  const read = migrations.map(({ path, checksum }) => ({ path, sha256: checksum }));
  return { folder, migrations, files: lock === null ? read : [...read, { path: lock.path, sha256: lock.sha256 }], notes };
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
function nameMigration(summary3, now) {
  const time = now.toISOString().slice(0, 19).replace(/\D/g, "");
  const slug = summary3.normalize("NFKD").toLowerCase().replace(new RegExp("\\p{M}", "gu"), "").replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "").slice(0, 200);
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
    diagnose: (history, elsewhere) => diagnose(migrations.migrations, history, elsewhere),
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
import { dirname as dirname2, join as join3 } from "node:path";

// src/dialects/engines.ts
var engines = {
  postgres: async () => {
    const [{ postgres }, { postgresDriver }] = await Promise.all([
      import("./chunk-MVCKC6D3.js"),
      import("./chunk-GESTE5Y5.js")
    ]);
    return { dialect: postgres, driver: postgresDriver };
  },
  sqlite: async () => {
    const [{ sqlite }, { sqliteDriver }] = await Promise.all([import("./chunk-NPXKEV5L.js"), import("./chunk-A42ASTNU.js")]);
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
  const database = await engine.driver.connect(inputs.url, {
    applicationName: "schemagate (read-only)",
    connectTimeoutMs: 15e3,
    statementTimeoutMs: 6e4,
    workingDirectory: sqliteFolder(inputs, project, engine)
  });
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
  if (schemaFile === void 0 || existsSync(join3(inputs.workingDirectory, path))) return inputs.workingDirectory;
  const beside2 = join3(inputs.workingDirectory, dirname2(schemaFile));
  return existsSync(join3(beside2, path)) ? beside2 : inputs.workingDirectory;
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
    ({ cause, change }) => cause === "unmanaged" && change !== null ? [change] : []
  );
  return changes.length < 2 ? null : adoptAndUndo(side, comparison, changes);
}
function adoptAndUndo(side, { replay: replay2 }, changes) {
  if (replay2?.outcome !== "replayed") return null;
  const history = withoutOwners(replay2.before);
  const { dialect } = side.target.engine;
  return {
    adopt: wayOf(dialect.writeDdl(changes, { from: history, to: withoutOwners(side.live), form: "plain" })),
    undo: wayOf(dialect.writeDdl(changes.map(reverse), { from: side.live, to: history, form: "plain" }))
  };
}
function wayOf({ statements: statements2, refused }) {
  const reasons2 = refused.map(({ reason }) => reason);
  if (reasons2.length > 0) return { refused: [...new Set(reasons2)].join(" ") };
  return statements2.length > 0 ? { sql: scriptOf(statements2) } : { refused: "No statement does this." };
}
function missingMigration2(side, comparison) {
  const { replay: replay2 } = comparison;
  const changes = comparison.report.drift.flatMap(
    ({ cause, change }) => cause === "missing-migration" && change !== null ? [change] : []
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
  return statements2.map(({ sql: sql2 }) => `${sql2};
`).join("");
}
function reverse(change) {
  switch (change.kind) {
    case "create":
      return { ...change, kind: "drop" };
    case "drop":
      return { ...change, kind: "create" };
    case "alter":
    case "rename":
      return { ...change, from: change.to, to: change.from };
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
    const history = inputs.strategy === "sync" ? null : await project.readHistory(database, database.connection.defaultSchema);
    const side = { inputs, project, target, facts, live, history, task, git, changedFiles, tools };
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
  hazards: []
};
function preflightDocument(command, preflight2, planPath) {
  const { comparison, inputs, proposal } = preflight2;
  const { plan, verdict: verdict2 } = proposal;
  const reasons2 = verdict2.outcome === "blocked" ? verdict2.reasons : [];
  return {
    ...empty,
    command,
    outcome: verdict2.outcome,
    failureReason: reasons2[0]?.reason ?? null,
    message: reasons2[0]?.message ?? null,
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
      ...(proposal.push?.kept ?? []).map(({ change, reason }) => ({ object: changedId(change), reason }))
    ],
    rules: comparison.report.rules,
    pending: pendingOf(preflight2),
    reasons: reasons2,
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
function plainDocument(command, environment2, message) {
  return { ...empty, command, outcome: "done", environment: environment2, message };
}
function failureDocument(command, environment2, reason, message) {
  return { ...empty, command, outcome: "failed", failureReason: reason, message, environment: environment2 };
}

// src/report/templates.ts
var templateNames = ["00-connection-check", "01-drift-report", "02-migration-plan"];

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
  return join4(parts.map((part, index) => index % 2 === 0 ? text(part) : code(part)));
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
function table(header, rows) {
  const cells = (row) => row.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " "));
  return `${markdownTable([header, ...rows].map(cells))}
`;
}
function bullets(items) {
  return items.map((item) => `- ${item.replaceAll("\n", "\n  ")}
`).join("");
}
function fold2(summary3, body) {
  return `<details><summary>${summary3}</summary>

${body}
</details>
`;
}
function join4(parts, separator = "") {
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
function describeLeft(change) {
  return change.kind === "drop" ? `${changedId(change)}: only in the database` : describeChange(change);
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

// src/report/short-sql.ts
function shortSql(sql2, length) {
  const text2 = withoutLeadingComments(sql2).split("\n").map((line2) => line2.trim()).filter((line2) => !line2.startsWith("--")).join(" ");
  return text2.length <= length ? text2 : `${text2.slice(0, length - 3)}...`;
}
function withoutLeadingComments(sql2) {
  const text2 = sql2.trimStart();
  const end = text2.startsWith("--") ? text2.indexOf("\n") : text2.startsWith("/*") ? text2.indexOf("*/") + 1 : 0;
  if (end === 0) return text2;
  return end < 0 ? text2 : withoutLeadingComments(text2.slice(end + 1));
}

// src/report/terminal.ts
function summarizePreflight(preflight2, paint2) {
  return [...headline(preflight2, paint2), ...driftLines(preflight2, paint2), ...planLines(preflight2, paint2)].join("\n");
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
  const where = `${safe(inputs.environment ?? "")} ${paint2("dim", `(${safe(connection.display)})`)}`;
  const { verdict: verdict2 } = proposal;
  switch (verdict2.outcome) {
    case "up-to-date":
      return [`${paint2("green", "\u2713 up to date")}  ${where}`];
    case "planned":
      return [`${paint2("cyan", "\u25CF planned")}  ${where}`];
    case "blocked":
      return [
        `${paint2("red", "\u2717 blocked")}  ${where}`,
        ...verdict2.reasons.flatMap(({ reason, message, hint }) => [
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
    lines2.push(...proposal.sync.added.map((change) => `${paint2("cyan", "+")} ${safe(describeChange(change))}`));
    lines2.push(
      ...proposal.sync.left.map(
        (change) => `${paint2("yellow", "!")} ${safe(describeLeft(change))} ${paint2("dim", "(left alone)")}`
      )
    );
  }
  for (const { change, reason } of proposal.push?.kept ?? [])
    lines2.push(`${paint2("yellow", "!")} ${safe(describeChange(change))} ${paint2("dim", `kept: ${safe(reason)}`)}`);
  for (const { change, reason } of proposal.refused)
    lines2.push(`${paint2("yellow", "!")} ${safe(describeChange(change))} ${paint2("dim", `not planned: ${safe(reason)}`)}`);
  const { plan } = proposal;
  if (plan === null || plan.statements.length === 0) return lines2;
  lines2.push(
    "",
    `${paint2("bold", `Plan ${shortDigest(plan.digest)}`)}: ${plan.statements.length} ${plan.statements.length === 1 ? "statement" : "statements"}`
  );
  for (const [index, statement] of plan.statements.slice(0, 30).entries()) {
    const mind = statement.effects.map((effect) => paint2("red", effectWords[effect])).join(", ");
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

// src/snapshot-cache.ts
import { readFile as readFile2 } from "node:fs/promises";
import { join as join5 } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
function folderCache(folder) {
  return {
    async remember(inputs, make, keep2) {
      const path = join5(folder, `${sha256(canonicalJson(inputs))}.json.gz`);
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
    const entry = gunzipSync(await readFile2(path));
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

// src/task-log.ts
import { join as join6 } from "node:path";

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
function verdict({ connection, facts }) {
  const missing2 = facts.permissions.filter(({ ok }) => !ok).length;
  const where = md`${code(connection.display)} (${text(`${engineTitle(connection)} ${connection.serverVersion}`)})`;
  if (missing2 === 0) return md`✅ Connected to ${where}, read-only. The role may read everything that is needed.`;
  return md`⚠️ Connected to ${where}, read-only, but ${count(missing2, "permission is", "permissions are")} missing: the comparison is incomplete without.`;
}
function summary(checked) {
  const { connection, facts, inputs, scope } = checked;
  const rows = [
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
    rows.push([md`Role`, md`${code(connection.user)}${facts.superuser ? md` (a superuser: a reading role is enough)` : md``}`]);
  if (scope.include.length > 0) rows.push([md`Schemas compared`, join4(scope.include.map(code), ", ")]);
  return table([md`What`, md`Seen`], rows);
}
function permissions(found) {
  if (found.length === 0) return md`Files have no permissions of their own: whoever can read the file can read all of it.\n`;
  const rows = found.map(({ what, ok, detail }) => [ok ? md`✅` : md`❌`, text(what), text(detail)]);
  const grants = found.flatMap(({ grant }) => grant === null ? [] : [grant]);
  const mend = grants.length === 0 ? md`` : md`\nTo mend it, run as the owner:\n\n${sqlBlock(grants)}`;
  return md`${table([md``, md`What`, md`Detail`], rows)}${mend}`;
}
function sqlBlock(statements2) {
  return join4([
    md`\`\`\`sql\n`,
    ...statements2.map((statement) => `${statement};
`.replaceAll(";;", ";")),
    md`\`\`\`\n`
  ]);
}
function schemas({ facts, scope }) {
  if (facts.schemas.length === 0) return md`This engine has no schemas: the whole file is compared.\n`;
  const rows = facts.schemas.map((schema) => [
    code(schema.name),
    count(schema.tables, "table"),
    schema.inScope ? md`compared` : md`not compared`,
    schema.madeBy === null ? md`` : md`made by extension ${code(schema.madeBy)}`
  ]);
  const made = facts.schemas.filter((schema) => schema.madeBy !== null && schema.inScope);
  const advice = made.length === 0 ? md`` : md`\n${join4(
    made.map(({ name }) => code(name)),
    ", "
  )}: an extension made this schema. Leave it out of the scope: \`--exclude-schemas ${join4(
    made.map(({ name }) => text(name)),
    ","
  )}\`, or write the scope into the configuration (templates/schema-scope-config.md, docs/handling-extensions.md).\n`;
  const others = facts.schemas.some((schema) => !schema.inScope && schema.madeBy === null);
  const hint = others && scope.include.length > 0 ? md`\nOther schemas are compared with \`--include-schemas\`.\n` : md``;
  return md`${table([md`Schema`, md`Holds`, md`Scope`, md``], rows)}${advice}${hint}`;
}
function extensions2({ facts }) {
  if (facts.extensions.length === 0) return md`None.\n`;
  const rows = facts.extensions.map((extension) => [
    code(extension.name),
    text(extension.version),
    code(extension.schema),
    md`${count(extension.objects, "object")}${extension.examples.length === 0 ? md`` : md`: ${join4(extension.examples.slice(0, 3).map(code), ", ")}`}`
  ]);
  return md`${table([md`Extension`, md`Version`, md`Schema`, md`Brings`], rows)}\nWhat an extension owns is never compared and never part of a plan.\n`;
}

// src/report/count-drift.ts
function countDrift({ comparison }, pending2) {
  const { diagnosis, historyMissing, replay: replay2, report } = comparison;
  const of = (...causes) => report.drift.filter(({ cause }) => causes.includes(cause));
  const counted = [
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
      of("undetermined").filter(({ change }) => change !== null).length,
      "difference of unknown cause",
      "differences of unknown cause"
    ],
    [pending2 === "with pending" ? of("pending").length : 0, "pending migration", "pending migrations"]
  ];
  return enumerate([
    ...historyMissing ? [md`no migration history`] : [],
    ...replay2?.outcome === "undetermined" ? [md`a history that can't be replayed`] : [],
    ...counted.flatMap(([number, one, many]) => number === 0 ? [] : [count(number, one, many)])
  ]);
}

// src/report/drift.ts
function renderDrift(preflight2, template) {
  const { drift } = preflight2.comparison.report;
  const of = (cause) => drift.filter((entry) => entry.cause === cause);
  return fill(template, {
    environment: text(preflight2.inputs.environment ?? ""),
    verdict: driftVerdict(preflight2),
    summary: summary2(preflight2),
    unmanaged: unmanaged(of("unmanaged"), preflight2),
    missing: missing(of("missing-migration"), preflight2),
    history: historyProblems2(preflight2),
    pending: pending(of("pending")),
    undetermined: undetermined(of("undetermined")),
    kept: kept(preflight2),
    compared: compared(preflight2),
    footer: footer(preflight2)
  });
}
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
function unmanaged(entries, preflight2) {
  if (entries.length === 0) return md``;
  const { ways, waysOfAll, comparison } = preflight2;
  const changes = entries.flatMap(({ change }) => change === null ? [] : [change]);
  const arrow = changes.some(({ kind }) => kind === "alter") ? md` An arrow leads from what the migrations make to what the database has.` : md``;
  const items = entries.map(
    (entry) => md`### ${code(entry.object)}\n\n${code(withoutName(entry))}${ignoredUntil(entry, preflight2)}\n\n${waysOf2(entry, ways.get(entry), waysOfAll)}`
  );
  const all = waysOfAll === null ? [] : [md`### All of these\n\n${adoptOrUndo(waysOfAll, md`all of it`, changes)}`];
  return join4(
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
function ignoredUntil({ change }, { inputs, at }) {
  const ended2 = change === null ? null : endedRule(change, inputs.config.ignore, at.toISOString().slice(0, 10));
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
function withoutName({ object, summary: summary3 }) {
  return summary3.startsWith(`${object}: `) ? summary3.slice(object.length + 2) : summary3;
}
function waysOf2({ change }, ways, ofAll) {
  if (ways === void 0 || change === null) return md``;
  const ignore = fold2(md`Ignore it: a line under ignore: of .github/schemagate.yml`, fence(ways.ignore, "yaml"));
  return join4([adoptOrUndo(ways, md`it`, [change], ofAll), ignore]);
}
function adoptOrUndo(ways, what, changes, together2 = null) {
  const loses = (kind) => changes.some((change) => change.kind === kind && holdsData2.has(change.object.kind)) ? md`, deletes data` : md``;
  return join4([
    fold2(md`Adopt ${what}: text for a migration${loses("drop")}`, scriptOf2(ways.adopt, together2?.adopt)),
    fold2(md`Undo ${what}: SQL${loses("create")}`, scriptOf2(ways.undo, together2?.undo))
  ]);
}
var holdsData2 = /* @__PURE__ */ new Set(["table", "column"]);
function scriptOf2(way, together2) {
  if ("sql" in way) return fence(way.sql, "sql");
  const hint = together2 !== void 0 && "sql" in together2 ? md` The script for all of these, below, does it.` : md``;
  return md`No SQL is offered for this alone. ${prose(way.refused)}${hint}\n`;
}
function missing(entries, { missing: migration }) {
  if (entries.length === 0) return md``;
  const list2 = bullets(entries.map((entry) => md`${code(entry.summary)}${whose2(entry)}`));
  const offered = migration === null ? md`` : md`\nThe migration that is missing, ${code(`${migration.name}/migration.sql`)}:\n\n${fence(migration.sql, "sql")}${migration.refused.length === 0 ? md`` : md`\nNot in it, since there is no safe statement: ${join4(migration.refused.map(prose), "; ")}\n`}`;
  return md`## In the schema, without a migration\n\nWhat the migrations make differs from what the schema says. A migration would have to bring:\n\n${list2}${offered}`;
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
  const rows = entries.map((entry) => [
    code(entry.object.replace(/^migration /, "")),
    text(entry.summary),
    ...known ? [whoseWords(entry.from)] : []
  ]);
  return md`## Pending\n\n${table(header, rows)}`;
}
function whose2({ from }) {
  return from === null ? md`` : md` (${whoseWords(from)})`;
}
function whoseWords(from) {
  if (from === null) return md`not known`;
  return from === "this-pull-request" ? md`this branch` : md`the default branch`;
}
function undetermined(entries) {
  const history = entries.filter(({ change, object }) => change === null && object === historyName);
  const changes = entries.filter(({ change }) => change !== null);
  if (history.length + changes.length === 0) return md``;
  const reasons2 = history.map(({ summary: summary3, hint }) => md`${prose(summary3)}${hint === null ? md`` : md` ${prose(hint)}`}\n`);
  const list2 = changes.length === 0 ? [] : [
    md`What would bring the database to the schema in the code, whoever made the difference:\n`,
    bullets(changes.map(({ summary: summary3 }) => code(summary3)))
  ];
  return md`## Could not be determined\n\n${join4([...reasons2, ...list2], "\n")}`;
}
function kept(preflight2) {
  const { kept: objects, rules: rules2, ignored } = preflight2.comparison.report;
  const parts = [];
  if (objects.length > 0) {
    const reasons2 = /* @__PURE__ */ new Map();
    for (const { object, reason } of objects) reasons2.set(reason, [...reasons2.get(reason) ?? [], object]);
    const items = [...reasons2].map(([reason, names]) => md`${text(reason)}: ${join4([...new Set(names)].map(code), ", ")}`);
    parts.push(
      fold2(
        md`${count(objects.length, "object or attribute", "objects or attributes")} kept and never part of a plan`,
        bullets(items)
      )
    );
  }
  if (rules2.length > 0) {
    const texts = { ...neutralRules, ...preflight2.project.language.rules };
    const names = /* @__PURE__ */ new Map();
    for (const { rule, object } of rules2) names.set(rule, [...names.get(rule) ?? [], object]);
    const items = [...names].map(
      ([rule, found]) => md`${code(rule)}: ${text(texts[rule] ?? "")} ${join4([...new Set(found)].map(code), ", ")}`
    );
    parts.push(
      fold2(
        md`${count(rules2.length, "difference")} that ${rules2.length === 1 ? md`is` : md`are`} no drift, by rule`,
        bullets(items)
      )
    );
  }
  if (ignored.length > 0) {
    const items = ignored.map(
      ({ object, rule }) => md`${code(object)}: ${text(rule.reason)}${rule.until === null ? md`` : md` (until ${text(rule.until)})`}`
    );
    parts.push(fold2(md`${count(ignored.length, "difference")} ignored by the configuration`, bullets(items)));
  }
  return parts.length === 0 ? md`` : md`## Left alone\n\n${join4(parts, "\n")}`;
}
function compared(preflight2) {
  const { live } = preflight2;
  const items = [];
  items.push(howCompared(preflight2));
  for (const { kind, names, reason } of live.notCompared) {
    items.push(
      md`Not compared: ${text(kind)} (${text(reason)}): ${join4(names.slice(0, 10).map(code), ", ")}${names.length > 10 ? md` and ${names.length - 10} more` : md``}`
    );
  }
  for (const { what, grant } of live.invisible)
    items.push(md`Not visible to this role: ${text(what)}. It would take ${code(grant)}.`);
  return bullets([...items, ...preflight2.project.notes.map(text)]);
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
  const applied = length === 1 ? md`The applied migration was` : md`The ${length} applied migrations were`;
  return md`${applied} replayed on ${text(replay2.engine)} and compared with the live ${live}; ${code2}.`;
}

// src/report/care.ts
function checkCare(preflight2) {
  return [together(preflight2), scopeWritten(preflight2), untouched2(preflight2), editedAgainstDefaultBranch(preflight2)];
}
function together({ comparison, inputs }) {
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
function renderPlan(preflight2, template) {
  const { plan } = preflight2.proposal;
  const planned = plan !== null && plan.statements.length > 0 ? plan : null;
  const approvable = preflight2.proposal.verdict.outcome === "planned" ? planned : null;
  return fill(template, {
    environment: text(preflight2.inputs.environment ?? ""),
    verdict: planVerdict(preflight2),
    reasons: preflight2.proposal.verdict.outcome === "blocked" ? reasons(preflight2.proposal.verdict.reasons) : beside(preflight2),
    counts: planned === null ? md`` : effectCounts(planned),
    statements: join4(
      [strategyLists(preflight2), ...planned === null ? [] : [statements(planned)]].filter((part) => part !== ""),
      "\n"
    ),
    sql: planned === null ? md`` : sql(planned),
    rollback: approvable === null ? md`` : rollback2(approvable),
    approval: approvable === null ? md`` : approval(preflight2, approvable),
    care: care(preflight2),
    footer: footer(preflight2)
  });
}
function planVerdict(preflight2) {
  const { proposal, inputs, connection } = preflight2;
  const { verdict: verdict2, plan } = proposal;
  const where = md`${text(inputs.environment ?? "")} (${code(connection.display)})`;
  switch (verdict2.outcome) {
    case "up-to-date":
      return upToDate(preflight2, where);
    case "planned":
      return plan === null ? md`` : md`${destroys(plan) ? md`🛑` : md`📋`} Plan ${code(shortDigest(plan.digest))} for ${where}: ${extent(plan)}.`;
    case "blocked":
      return md`⛔ No plan may be applied to ${where}: ${count(verdict2.reasons.length, "reason")}.`;
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
function extent(plan) {
  const present = effects.filter((effect) => plan.statements.some((statement) => statement.effects.includes(effect)));
  return join4([count(plan.statements.length, "statement"), ...present.map((effect) => text(effectWords[effect]))], ", ");
}
function destroys(plan) {
  return plan.statements.some((statement) => statement.effects.includes("deletes-data"));
}
function reasons(blocked) {
  const rows = blocked.map(({ reason, message, hint }) => [code(reason), prose(message), prose(hint)]);
  return table([md`Reason`, md`What was seen`, md`What to do`], rows);
}
function beside(preflight2) {
  const counted = countDrift(preflight2, "without pending");
  return counted === "" ? md`` : md`⚠️ ${sentence(counted)} No plan resolves that; the drift report (01) says what can be done.\n`;
}
function effectCounts(plan) {
  const rows = effects.map((effect) => {
    const numbers = plan.statements.flatMap((statement, index) => statement.effects.includes(effect) ? [index + 1] : []);
    const list2 = numbers.length === 0 ? md`` : md` (${join4(
      numbers.slice(0, 20).map((number) => md`${number}`),
      ", "
    )}${numbers.length > 20 ? md`, …` : md``})`;
    return [text(effectsOfMany[effect]), md`${numbers.length === 0 ? md`0` : md`**${numbers.length}**`}${list2}`];
  });
  return table([md`Statements that`, md`How many (which)`], rows);
}
function statements(plan) {
  const rows = plan.statements.map((statement, index) => [
    md`${index + 1}`,
    code(statement.origin),
    code(shortSql(statement.sql, 100)),
    worst(statement)
  ]);
  return join4([md`## Statements\n`, table([md`#`, md`From`, md`Statement`, md`To mind`], rows), ...saferWays(plan)], "\n");
}
function saferWays(plan) {
  const found = plan.statements.flatMap(
    ({ hazards }, index) => hazards.flatMap(({ id, saferWay }) => saferWay === null ? [] : [{ id, saferWay, number: index + 1 }])
  );
  if (found.length === 0) return [];
  const items = [...Map.groupBy(found, ({ id }) => id)].map(
    ([id, own]) => md`${code(id)} (${join4([...new Set(own.map(({ number }) => md`${number}`))], ", ")}): ${prose(own[0]?.saferWay ?? "")}`
  );
  return [fold2(md`Safer ways`, bullets(items))];
}
function worst({ effects: own, hazards }) {
  const items = [
    ...own.map((effect) => md`**${text(effectWords[effect])}**`),
    ...hazards.map(({ id, message }) => md`${code(id)} ${text(message)}`)
  ];
  return items.length === 0 ? md`` : join4(items, "; ");
}
function sql(plan) {
  const origins = [...new Set(plan.statements.map(({ origin }) => origin))];
  const blocks = origins.map((origin) => {
    const own = plan.statements.flatMap(
      (statement, index) => statement.origin === origin ? [{ statement, number: index + 1 }] : []
    );
    const batches = plan.batches.filter((batch) => batch.origin === origin);
    const atomic = batches.length === 1 && batches[0]?.transactional === true;
    const how = atomic ? md`one transaction: all of it or nothing` : inSteps(batches);
    return fold2(
      md`${codeInHtml(origin)}: ${count(own.length, "statement")}, ${how}`,
      fence(own.map(({ statement, number }) => `-- ${number}
${ended(statement.sql)}
`).join("\n"), "sql")
    );
  });
  return md`## SQL\n\n${join4(blocks, "\n")}`;
}
function ended(sql2) {
  const lastLine = sql2.trimEnd().split("\n").at(-1) ?? "";
  return `${sql2.trim()}${lastLine.includes("--") ? "\n" : ""};`;
}
function inSteps(batches) {
  return batches.length > 1 ? md`${batches.length} steps, not one transaction` : md`not one transaction: what ran before a failure stays`;
}
function rollback2(plan) {
  if (plan.rollback.length === 0) return md``;
  const lost = plan.rollback.flatMap((step) => "irreversible" in step ? [text(step.irreversible)] : []);
  const back = plan.rollback.flatMap((step) => "sql" in step ? [`${step.sql};
`] : []);
  return join4([
    md`## Way back\n\n`,
    lost.length === 0 ? md`` : md`Not reversible:\n\n${bullets(lost)}\n`,
    back.length === 0 ? md`` : fold2(
      md`SQL that brings the structure back (${count(back.length, "statement")}); never run on its own`,
      fence(back.join(""), "sql")
    )
  ]);
}
function approval(preflight2, plan) {
  return md`## What approving this plan means\n\n${meaning(preflight2, plan)}`;
}
function meaning({ connection, inputs, scope }, plan) {
  return bullets([
    md`**Where:** environment ${code(plan.environment)}, database ${code(connection.display)}, identity ${code(plan.target.identity.slice(0, 12))}. A copy or a replica of it is another database.`,
    md`**Scope:** ${scope.include.length === 0 ? md`the whole file` : md`schemas ${join4(scope.include.map(code), ", ")}`}.`,
    md`**Strategy:** ${strategyWords(plan)}.`,
    md`**What runs:** ${plan.statements.length === 1 ? md`this statement` : md`these ${plan.statements.length} statements, in this order`}, and nothing else; only while ${plan.strategy === "migrate" ? md`what the plan touches is as it was read` : md`the database is in the state that was read`} (fingerprint ${code(plan.base.fingerprint.slice(0, 12))}).`,
    md`**What may be destroyed:** ${losses(plan)}`,
    md`**Rehearsal:** none. ${prose(plan.rehearsal.reason)}`,
    md`**Verification:** afterwards the structure is to equal the expected one (fingerprint ${code(plan.expected.fingerprint.slice(0, 12))}), and a second plan is to be empty.`,
    md`**Way back:** ${plan.rollback.some((step) => "irreversible" in step) ? md`in part; what is lost is listed above` : plan.rollback.length > 0 ? md`the SQL above` : md`nothing of the structure changes, so there is nothing to bring back`}.`,
    ...inputs.push === null ? [] : [md`**Back to migrations:** by ${text(inputs.push.until)}. Reason for this push: ${text(inputs.push.reason)}.`]
  ]);
}
function losses(plan) {
  const list2 = (effect) => plan.statements.flatMap((statement, index) => statement.effects.includes(effect) ? [md`${index + 1}`] : []);
  const named = (numbers) => md`${numbers.length === 1 ? md`statement` : md`statements`} ${enumerate(numbers)}`;
  const [deleting, changing, opaque] = [list2("deletes-data"), list2("changes-data"), list2("not-understood")];
  const lost = [
    ...deleting.length === 0 ? [] : [md`the data that ${named(deleting)} ${deleting.length === 1 ? md`deletes` : md`delete`}`],
    ...changing.length === 0 ? [] : [md`the old values of what ${named(changing)} ${changing.length === 1 ? md`changes` : md`change`}`],
    ...opaque.length === 0 ? [] : [md`what ${named(opaque)} may do, which was not understood`]
  ];
  if (lost.length === 0) return md`nothing. No statement deletes or changes data.`;
  return md`${enumerate(lost)}. Take a backup first, and note its name with the approval, or note why the loss is accepted.`;
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
function strategyLists(preflight2) {
  const { push, sync, refused } = preflight2.proposal;
  const parts = [];
  if (sync !== null) {
    parts.push(
      md`## Compared\n\n${bullets([
        ...sync.added.map((change) => md`\\+ ${code(describeChange(change))}`),
        ...sync.left.map((change) => md`! ${code(describeLeft(change))}, left alone`)
      ])}`
    );
    if (sync.existing.length > 0)
      parts.push(fold2(md`✓ ${count(sync.existing.length, "object")} already there`, bullets(sync.existing.map(code))));
  }
  if (push !== null && push.kept.length > 0) {
    parts.push(
      md`## Kept\n\n${bullets(push.kept.map(({ change, reason }) => md`${code(changedId(change))}: ${prose(reason)}`))}`
    );
  }
  if (refused.length > 0) {
    parts.push(
      md`## Not planned\n\n${bullets(refused.map(({ change, reason }) => md`${code(describeChange(change))}. ${prose(reason)}`))}`
    );
  }
  return join4(parts, "\n");
}
function care(preflight2) {
  const icons = { good: md`✅`, bad: md`⚠️`, unknown: md`❔` };
  return table(
    [md``, md`Looked at`, md`Seen`],
    checkCare(preflight2).map(({ state, what, seen }) => [icons[state], text(what), text(seen)])
  );
}

// src/task-log.ts
function taskFolder(task) {
  return join6("dev-docs", "active", task, "db");
}
async function writeCheck(folder, checked, templates, redact) {
  await refuseLinks(checked.inputs.root, join6(folder, "artifacts"));
  await writeWhole(join6(folder, "00-connection-check.md"), redact(renderConnection(checked, templates["00-connection-check"])));
}
async function writePreflight(folder, preflight2, templates, redact) {
  const { comparison, live, proposal } = preflight2;
  const artifact = (name) => join6(folder, "artifacts", name);
  const planned = proposal.verdict.outcome === "planned" ? proposal.plan : null;
  await writeCheck(folder, preflight2, templates, redact);
  await removeFile(artifact("plan.json"));
  await writeWhole(join6(folder, "01-drift-report.md"), redact(renderDrift(preflight2, templates["01-drift-report"])));
  await writeWhole(join6(folder, "02-migration-plan.md"), redact(renderPlan(preflight2, templates["02-migration-plan"])));
  await writeWhole(artifact("live.json"), json(live));
  await writeWhole(artifact("desired.json"), json(comparison.code));
  if (planned === null) return null;
  await writeWhole(artifact("plan.json"), json(planned));
  return artifact("plan.json");
}
function json(value) {
  return `${JSON.stringify(value, null, 1).replaceAll(/[^\P{C}\n]|[\p{Zl}\p{Zp}]|##(?=\[)/gu, escapeUnits)}
`;
}
function escapeUnits(text2) {
  return Array.from({ length: text2.length }, (_, at) => `\\u${text2.charCodeAt(at).toString(16).padStart(4, "0")}`).join("");
}

// src/version.ts
var version = "0.1.0";

// src/cli.ts
var exitStatus = { done: 0, changes: 2, blocked: 3, failed: 1, usage: 64 };
var usualLimits = { timeMs: 3e5, memoryBytes: 2e9 };
async function main(argv, standInLimits = usualLimits) {
  const program2 = new Command("schemagate").description("Compares the schema in the code with a live database, and plans how to bring the database to it. Reads only.").version(version, "--version").exitOverride().showHelpAfterError(false).configureOutput({ writeErr: () => void 0 });
  for (const [name, spec] of Object.entries(commands)) {
    const command = program2.command(name).description(spec.description).exitOverride();
    for (const option2 of spec.options) command.addOption(option2());
    command.action(
      async (flags) => run(name, { ...flags, json: argv.includes("--json") }, runs[name], standInLimits)
    );
  }
  for (const name of reverseCommands)
    program2.command(name, { hidden: true }).allowUnknownOption().allowExcessArguments().action(refuseReverse);
  exitOnSignals();
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
function exitOnSignals() {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
    process.once(signal, () => process.exit(128 + constants2.signals[signal]));
}
var reverseCommands = ["pull", "introspect", "import", "dump", "reverse", "generate"];
function refuseReverse() {
  throw new UserError(
    "invalid-input",
    "Schemagate never writes the schema from a database: the code is the source of truth.",
    "To see what the database has and the code has not, run `schemagate drift`; each difference comes with the text to adopt it."
  );
}
async function run(command, flags, execute, standInLimits) {
  const session = { command, redact: redactor(urlsAround(flags)), tools: makeTools(flags.json === true, standInLimits) };
  try {
    refuseSwallowedFlags(flags);
    const done = await execute(flags, session);
    process.stdout.write(
      flags.json === true ? json(redactValues(done.document, session.redact)) : session.redact(`${done.text}
`)
    );
    process.exitCode = done.status;
  } catch (error) {
    endFailed(command, flags.environment ?? null, error, flags.json === true, session.redact);
  }
}
function urlsAround(flags) {
  const { url, devUrl, ...others } = flags;
  const misplaced = Object.values(others).flatMap((value) => typeof value === "string" && value.includes("://") ? [value] : []);
  return [url, devUrl, process.env["DATABASE_URL"], ...misplaced].filter((text2) => text2 !== void 0);
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
async function inputsOf(flags, session, environment2) {
  const around = { environment: process.env, currentDirectory: process.cwd(), today: (/* @__PURE__ */ new Date()).toISOString().slice(0, 10) };
  const inputs = await readInputs(flags, around, { environment: environment2 });
  session.redact = redactor([...urlsAround(flags), inputs.url.reveal()]);
  return inputs;
}
async function runCheck(flags, session) {
  const inputs = await inputsOf(flags, session, "required");
  const { task, folder } = await chooseTask(flags, inputs, session);
  const checked = await check(inputs, task, session.tools);
  await writeCheck(folder, checked, await readTemplates(), session.redact);
  const where = join7(shown2(folder), "00-connection-check.md");
  return {
    document: plainDocument("check", inputs.environment, where),
    text: `${summarizeCheck(checked, paint)}

${paint("dim", where)}`,
    status: exitStatus.done
  };
}
async function runSnapshot(flags, session) {
  const inputs = await inputsOf(flags, session, "optional");
  const file = resolve4(flags.out ?? "schema.json");
  await refuseLinks(inputs.root, dirname3(file));
  const live = await snapshot(inputs, session.tools);
  await writeWhole(file, json(live));
  const text2 = `${live.objects.length} objects written to ${shown2(file)}`;
  return { document: plainDocument("snapshot", inputs.environment, text2), text: text2, status: exitStatus.done };
}
async function runPreflight(flags, session) {
  const inputs = await inputsOf(flags, session, "required");
  const { task, folder } = await chooseTask(flags, inputs, session);
  const found = await preflight(inputs, task, session.tools);
  const planPath = await writePreflight(folder, found, await readTemplates(), session.redact);
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
async function runSync(flags, session) {
  return runPreflight({ ...flags, strategy: "sync" }, session);
}
async function runDrift(flags, session) {
  const inputs = await inputsOf(flags, session, "required");
  const found = await preflight(inputs, "drift", session.tools);
  if (flags.out !== void 0) await writePreflight(resolve4(flags.out), found, await readTemplates(), session.redact);
  const document = preflightDocument("drift", found, null);
  const drifted = found.comparison.report.drift.some(({ cause }) => cause !== "pending");
  const uncomparable = document.reasons.some(
    ({ reason }) => reason === "history-missing" || reason === "history-failed-state" || reason === "invalid-source"
  );
  const status = uncomparable ? exitStatus.blocked : drifted && flags.exitCode === true ? exitStatus.changes : exitStatus.done;
  return { document, text: summarizePreflight(found, paint), status };
}
var runs = {
  check: runCheck,
  snapshot: runSnapshot,
  preflight: runPreflight,
  drift: runDrift,
  sync: runSync
};
function makeTools(quiet, standInLimits) {
  const started = Date.now();
  return {
    clock: () => /* @__PURE__ */ new Date(),
    progress: {
      step: (what) => {
        if (!quiet)
          process.stderr.write(
            `${paintFor(process.stderr)("dim", `${((Date.now() - started) / 1e3).toFixed(1).padStart(5)}s  ${what}`)}
`
          );
      }
    },
    cache: folderCache(cacheFolder()),
    readGit: gitReader(process.env["PATH"]),
    standInLimits,
    version: `schemagate ${version}`
  };
}
function cacheFolder() {
  const base = process.env["XDG_CACHE_HOME"] ?? process.env["LOCALAPPDATA"] ?? join7(homedir(), ".cache");
  return join7(base, "schemagate");
}
async function chooseTask(flags, inputs, { tools }) {
  const proposed = inputs.task ?? (await tools.readGit(inputs.workingDirectory))?.taskSlug ?? "schema";
  const asks = inputs.task === null && flags.out === void 0 && flags.json !== true && process.stdin.isTTY && process.stderr.isTTY;
  const task = asks ? await confirmTask(proposed) : proposed;
  return { task, folder: flags.out === void 0 ? join7(inputs.root, taskFolder(task)) : resolve4(flags.out) };
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
function endFailed(command, environment2, error, asJson, redact) {
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
