using System.CommandLine;
using System.CommandLine.Help;
using System.Text;
using HumaXledger.Cli.Commands;

namespace HumaXledger.Cli;

/// <summary>The commands, their options and the exit codes: 0 done, 1 refused, 2 bad usage.</summary>
internal static class CommandLine
{
    /// <summary>The exit code of a completed command.</summary>
    public const int Done = 0;

    /// <summary>The exit code for refused input.</summary>
    public const int Refused = 1;

    /// <summary>The exit code for invalid arguments.</summary>
    public const int BadUsage = 2;

    /// <summary>EPIPE on Linux and macOS; on Windows the console stream hides it.</summary>
    private const int BrokenPipe = 32;

    /// <summary>The tool's name, independent of the executable's.</summary>
    private const string Name = "humaxledger";

    private const string Usage = """
        Usage: humaxledger validate
               humaxledger match --huma FILE --xledger FILE [--links FILE]
               humaxledger plan  --huma FILE --xledger FILE [--links FILE] [--baseline FILE] [--policy FILE] [--decisions FILE]
        See humaxledger COMMAND --help.
        """;

    /// <summary>Runs one command and returns the exit code.</summary>
    public static int Run(string[] args, CommandEnvironment environment)
    {
        // A file name may begin with @, which is not a response file.
        var parsed = Root(environment).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        try
        {
            return parsed.Errors.Count > 0 ? Explain(parsed, environment) : Invoke(parsed, environment);
        }
        catch (Refusal refusal)
        {
            return Write(refusal, environment);
        }
        catch (IOException fault) when (fault.HResult == BrokenPipe)
        {
            // The reader of the output has closed the pipe.
            return Done;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Input errors are refusals already, so this is an output error.
            return parsed.Errors.Count > 0
                ? BadUsage
                : Write(
                    new Refusal(
                        RefusalCodes.OutputFailed,
                        $"The output could not be written: {fault.Message}",
                        "standard output"
                    ),
                    environment
                );
        }
    }

    private static int Write(Refusal refusal, CommandEnvironment environment)
    {
        try
        {
            refusal.Write(environment.Error);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Standard error is closed; the exit code remains.
        }

        return Refused;
    }

    private static Command Root(CommandEnvironment environment)
    {
        var huma = File("--huma", "The people of Huma: an array of persons.", required: true);
        var xledger = File("--xledger", "The people of Xledger: an array of persons.", required: true);
        var links = File("--links", "Who is known to be who.");
        var baseline = File("--baseline", "What both sides agreed on after the last synchronization.");
        var policy = File("--policy", "The rule for each field, and who is never synchronized.");
        var rules = File("--rules", "Who is never synchronized: an array of rules.");
        var decisions = File("--decisions", "What people decided.");

        var validate = new Command(
            "validate",
            "Checks values: JSON Lines from standard input, one verdict a line to standard output."
        );
        validate.SetAction(_ => ValidateCommand.Run(environment));

        var match = new Command("match", "Finds out who is who.") { huma, xledger, links, rules };
        match.SetAction(parsed =>
            MatchCommand.Run(
                parsed.GetRequiredValue(huma),
                parsed.GetRequiredValue(xledger),
                parsed.GetValue(links),
                parsed.GetValue(rules),
                environment
            )
        );

        var plan = new Command("plan", "Shows what differs, what was decided and what would be written.")
        {
            huma,
            xledger,
            links,
            baseline,
            policy,
            decisions,
        };
        plan.SetAction(parsed =>
            PlanCommand.Run(
                new PlanFiles(
                    parsed.GetRequiredValue(huma),
                    parsed.GetRequiredValue(xledger),
                    parsed.GetValue(links),
                    parsed.GetValue(baseline),
                    parsed.GetValue(policy),
                    parsed.GetValue(decisions)
                ),
                environment
            )
        );

        return new Command(
            Name,
            "Checks, matches and plans people of Huma and Xledger from files. Nothing is sent anywhere, "
                + "and nothing is written but standard output."
        )
        {
            validate,
            match,
            plan,
            new HelpOption(),
            new VersionOption(),
        };
    }

    private static Option<string> File(string name, string description, bool required = false)
    {
        var option = new Option<string>(name)
        {
            Description = description,
            HelpName = "FILE",
            Required = required,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: "" }])
            {
                result.AddError($"Option '{name}' needs the name of a file.");
            }
        });
        return option;
    }

    private static int Invoke(ParseResult parsed, CommandEnvironment environment)
    {
        using var output = Writer(environment.Output);
        using var error = Writer(environment.Error);
        return parsed.Invoke(
            new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            }
        );
    }

    private static int Explain(ParseResult parsed, CommandEnvironment environment)
    {
        using var error = Writer(environment.Error);
        foreach (var fault in parsed.Errors)
        {
            error.WriteLine(fault.Message);
        }

        error.WriteLine(Usage);
        return BadUsage;
    }

    private static StreamWriter Writer(Stream stream) =>
        new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
}
