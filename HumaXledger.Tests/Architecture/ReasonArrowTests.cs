using System.Reflection;
using System.Text.RegularExpressions;
using HumaXledger.Cli;
using HumaXledger.Core.Reasons;
using HumaXledger.Portal;

namespace HumaXledger.Tests.Architecture;

/// <summary>
/// A reason explains and never steers: outside what shows or stores it, no code asks which reason it is. A state or a
/// cause beside it is what code branches on.
/// </summary>
public sealed partial class ReasonArrowTests
{
    /// <summary>Members of a reason that identify it.</summary>
    private static readonly string[] Readers = ["get_Code", "Deconstruct"];

    /// <summary>Namespaces that show or store reasons.</summary>
    private static readonly string[] Showing =
    [
        "HumaXledger.Core.Reasons",
        "HumaXledger.Core.Storage.Mapping",
        "HumaXledger.Portal.Localisation",
        "HumaXledger.Portal.Exports",
        "HumaXledger.Cli",
    ];

    /// <summary>Single types that do, in folders that otherwise must not.</summary>
    private static readonly string[] ShowingTypes =
    [
        // A comparison's input as JSON.
        "HumaXledger.Core.Storage.Comparisons.ComparisonWriter",
        // The digest of a plan covers why something of it is blocked.
        "HumaXledger.Core.Planning.Fingerprint",
        // Of a reason only its code leaves the process.
        "HumaXledger.Portal.Monitoring.LogRedaction",
        // The same to another node, whose pages show it.
        "HumaXledger.Portal.Live.NodeMessage",
    ];

    private static readonly Assembly[] Assemblies =
    [
        typeof(Reason).Assembly,
        typeof(PortalHost).Assembly,
        typeof(CommandLine).Assembly,
    ];

    [Fact]
    public void Code_OfAReason_IsReadOnlyWhereItIsShownOrStored() =>
        Assert.Empty(
            Assemblies
                .SelectMany(CompiledCode.Of)
                .Where(mention =>
                    mention.What == typeof(Reason) && Readers.Contains(mention.Member) && !Shows(mention.By)
                )
                .Select(mention => mention.ToString())
        );

    /// <summary>The compiler puts the text in place of a constant, so that this is read from the source.</summary>
    [Theory]
    [InlineData("HumaXledger.Core")]
    [InlineData("HumaXledger.Portal")]
    [InlineData("HumaXledger.Cli")]
    public void Codes_AreGivenAndNeverAskedFor(string project) =>
        Assert.Empty(
            Directory
                .EnumerateFiles(Repository.Folder(project), "*", SearchOption.AllDirectories)
                .Where(file => Path.GetExtension(file) is ".cs" or ".razor")
                .Select(file => (File: Path.GetRelativePath(Repository.Folder(), file).Replace('\\', '/'), file))
                .Where(source =>
                    !source.File.StartsWith("HumaXledger.Core/Reasons/", StringComparison.Ordinal)
                    && !source.File.Contains("/obj/", StringComparison.Ordinal)
                )
                .SelectMany(source =>
                    Branch().Matches(File.ReadAllText(source.file)).Select(match => $"{source.File}: {match.Value}")
                )
        );

    [Theory]
    [InlineData("if (reason.Code == RunReasons.RunUnderWay)")]
    [InlineData("code switch { RunReasons.RunUnderWay => 1, _ => 2 }")]
    [InlineData("fault.Reason is { Code: RunReasons.RunUnderWay }")]
    [InlineData("code is not (RunReasons.RunUnderWay\n    or RunReasons.AllowanceUsedUp)")]
    [InlineData("case RunReasons.RunUnderWay:")]
    [InlineData("if (reason == new Reason(code))")]
    public void Branch_OnACode_IsSeen(string source) => Assert.Matches(Branch(), source);

    [Theory]
    [InlineData("return new Reason(isOver ? RunReasons.RunUnderWay : RunReasons.AllowanceUsedUp);")]
    [InlineData("var text = isOver ? (RunReasons.RunUnderWay, 1) : (RunReasons.AllowanceUsedUp, 2);")]
    public void Giving_OfACode_IsNoBranch(string source) => Assert.DoesNotMatch(Branch(), source);

    // Lambdas and async bodies are types of their own inside the one that is written.
    private static bool Shows(Type type)
    {
        var written = type;
        while (written.DeclaringType is { } outer)
        {
            written = outer;
        }

        return Array.Exists(Showing, space => $"{written.Namespace}.".StartsWith(space + ".", StringComparison.Ordinal))
            || ShowingTypes.Contains(written.FullName);
    }

    [GeneratedRegex(
        @"[=!]=\s*new Reason\(|(?:[=!]=|\b(?:is|or|and|not|case)|Code:)\s*\(?\s*[A-Z]\w*Reasons\.[A-Z]\w*"
            + @"|[A-Z]\w*Reasons\.[A-Z]\w*\s*(?:[=!]=|=>|\b(?:or|and)\b)"
    )]
    private static partial Regex Branch();
}
