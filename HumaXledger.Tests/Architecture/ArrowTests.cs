using System.Diagnostics;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text.RegularExpressions;
using HumaXledger.Cli;
using HumaXledger.Core.Access;
using HumaXledger.Core.Huma;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync;
using HumaXledger.Core.Xledger;
using HumaXledger.Portal;
using HumaXledger.Portal.Live;
using HumaXledger.Portal.Mail;
using HumaXledger.Sandbox;

namespace HumaXledger.Tests.Architecture;

/// <summary>The dependencies of docs/architecture.md, checked in the compiled code.</summary>
public sealed partial class ArrowTests
{
    private const string CoreName = "HumaXledger.Core";

    /// <summary>Core's own folder: types shared by both clients.</summary>
    private const string Root = "";

    private static readonly string[] BelowSync =
    [
        "Access",
        "People",
        "Matching",
        "Planning",
        "Huma",
        "Xledger",
        "Transport",
        "Storage",
        "Reasons",
        Root,
    ];

    /// <summary>Folder of Core → folders it may use. Those of Sync are listed from top to bottom.</summary>
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        [Root] = ["People"],
        ["Reasons"] = [],
        ["Texts"] = [],
        ["People"] = ["Reasons"],
        ["Matching"] = ["People", "Reasons"],
        ["Planning"] = ["People", "Matching", "Reasons"],
        ["Transport"] = ["People", "Reasons", Root],
        ["Huma"] = ["People", "Reasons", "Transport", Root],
        ["Xledger"] = ["People", "Reasons", "Transport", Root],
        ["Access"] = ["Reasons"],
        ["Storage"] = ["Access", "People", "Matching", "Planning", "Reasons", Root],
        ["Sync/Reviewing"] =
        [
            .. BelowSync,
            "Sync/Connections",
            "Sync/Running",
            "Sync/Comparing",
            "Sync/Allowance",
            "Sync/Systems",
            "Sync/Activity",
        ],
        ["Sync/Inbound"] =
        [
            .. BelowSync,
            "Sync/Running",
            "Sync/Watching",
            "Sync/PersonalData",
            "Sync/Queue",
            "Sync/Comparing",
            "Sync/Allowance",
            "Sync/Systems",
            "Sync/Activity",
        ],
        ["Sync/FollowUps"] =
        [
            .. BelowSync,
            "Sync/Running",
            "Sync/Comparing",
            "Sync/Allowance",
            "Sync/Systems",
            "Sync/Activity",
        ],
        ["Sync/Connections"] =
        [
            .. BelowSync,
            "Sync/Watching",
            "Sync/PersonalData",
            "Sync/Webhooks",
            "Sync/Queue",
            "Sync/Comparing",
            "Sync/Systems",
            "Sync/Activity",
        ],
        ["Sync/Running"] =
        [
            .. BelowSync,
            "Sync/Webhooks",
            "Sync/Comparing",
            "Sync/Allowance",
            "Sync/Systems",
            "Sync/Activity",
        ],
        ["Sync/Watching"] =
        [
            .. BelowSync,
            "Sync/Webhooks",
            "Sync/Queue",
            "Sync/Comparing",
            "Sync/Allowance",
            "Sync/Systems",
            "Sync/Activity",
        ],
        ["Sync/PersonalData"] = [.. BelowSync, "Sync/Webhooks", "Sync/Queue", "Sync/Comparing", "Sync/Activity"],
        ["Sync/Overview"] = [.. BelowSync, "Sync/Comparing", "Sync/Systems"],
        ["Sync/Webhooks"] = [.. BelowSync, "Sync/Queue", "Sync/Activity"],
        ["Sync/Queue"] = [.. BelowSync, "Sync/Activity"],
        ["Sync/Comparing"] = [.. BelowSync, "Sync/Systems"],
        ["Sync/Allowance"] = [.. BelowSync, "Sync/Systems"],
        ["Sync/Systems"] = BelowSync,
        ["Sync/Activity"] = BelowSync,
    };

    /// <summary>
    /// Folder of Core → reason classes whose codes it may use. The compiler inlines constants, so these are read from
    /// the source.
    /// </summary>
    private static readonly Dictionary<string, string[]> Reasons = new()
    {
        ["People"] = ["ValueReasons"],
        ["Matching"] = ["MatchingReasons"],
        ["Planning"] = ["PlanningReasons", "ValueReasons"],
        ["Access"] = ["AccessReasons"],
        ["Huma"] = ["HumaReasons", "ValueReasons"],
        ["Xledger"] = ["XledgerReasons", "ValueReasons"],
        ["Storage"] = ["StorageReasons", "ConnectionReasons"],
    };

    private static readonly string[] OutsideNamespaces =
    [
        "Microsoft.EntityFrameworkCore",
        "Microsoft.Extensions",
        "Microsoft.AspNetCore",
        "Microsoft.Data",
        "Npgsql",
        "Polly",
        "Quartz",
        "System.Data",
        "System.Net",
    ];

    private static readonly Type[] Clocks =
    [
        typeof(TimeProvider),
        typeof(Stopwatch),
        typeof(Timer),
        typeof(PeriodicTimer),
        typeof(Environment),
        typeof(Random),
    ];

    private static readonly string[] ClockMembers =
    [
        "get_Now",
        "get_UtcNow",
        "get_Today",
        nameof(Guid.NewGuid),
        nameof(Guid.CreateVersion7),
    ];

    private static readonly Assembly CoreAssembly = typeof(Person).Assembly;

    private static readonly Lazy<IReadOnlyList<Mention>> Core = new(() => CompiledCode.Of(CoreAssembly));

    private static readonly Lazy<IReadOnlyList<Mention>> PortalCode = new(() =>
        CompiledCode.Of(typeof(PortalHost).Assembly)
    );

    private static readonly Lazy<IReadOnlyList<Mention>> CliCode = new(() =>
        CompiledCode.Of(typeof(CommandLine).Assembly)
    );

    public static TheoryData<string> Folders => [.. Arrows.Keys];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Folder_OfCore_NamesOnlyTheFoldersBelowIt(string folder)
    {
        var allowed = Arrows[folder].Append(folder);

        Assert.NotEmpty(From(folder));
        Assert.DoesNotContain(From(folder), mention => FolderOf(mention.What) is { } other && !allowed.Contains(other));
    }

    /// <summary>Sync itself only registers what its folders hold.</summary>
    [Fact]
    public void Folders_OfCore_AreAllListedWithTheirDependencies() =>
        Assert.Equal(
            Arrows.Keys.Append("Sync").Order(),
            Core.Value.Select(mention => FolderOf(mention.By)).OfType<string>().Distinct().Order()
        );

    [Fact]
    public void Sync_TopFolder_HoldsTheRegistrationOnly() =>
        Assert.Equal(
            [nameof(SyncServices)],
            CoreAssembly.GetTypes().Where(type => FolderOf(type) == "Sync" && !type.IsNested).Select(type => type.Name)
        );

    [Fact]
    public void Folders_OfSync_HaveNoCycle()
    {
        var ground = new List<string>();
        while (
            Arrows
                .Keys.Except(ground)
                .FirstOrDefault(folder => Arrows[folder].All(below => below == folder || ground.Contains(below)))
                is { } next
        )
        {
            ground.Add(next);
        }

        Assert.Equal(Arrows.Count, ground.Count);
    }

    [Theory]
    [InlineData("People")]
    [InlineData("Matching")]
    [InlineData("Planning")]
    [InlineData("Access")]
    [InlineData("Huma")]
    [InlineData("Xledger")]
    [InlineData("Storage")]
    public void Folder_OfCore_GivesReasonsOfItsOwnAreaOnly(string folder)
    {
        var given = Directory
            .EnumerateFiles(Repository.Folder(CoreName, folder), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => ReasonClass().Matches(File.ReadAllText(file)))
            .Select(match => match.Value)
            .Distinct()
            .ToList();

        Assert.NotEmpty(given);
        Assert.Empty(given.Except(Reasons[folder]));
    }

    [GeneratedRegex(@"\b[A-Z]\w*Reasons(?=\.[A-Z])")]
    private static partial Regex ReasonClass();

    [Theory]
    [InlineData("People")]
    [InlineData("Matching")]
    [InlineData("Planning")]
    public void PureFolder_OfCore_NamesNoClientNoStoreAndNoClock(string folder) =>
        Assert.DoesNotContain(From(folder), IsOutside);

    [Fact]
    public void Sync_IsTheOnlyFolderThatUsesBothSides()
    {
        var seeing = Arrows
            .Keys.Append("Sync")
            .Where(folder =>
                From(folder)
                    .Select(mention => FolderOf(mention.What))
                    .Distinct()
                    .Count(other => other is "Huma" or "Xledger") == 2
            );

        Assert.NotEmpty(seeing);
        Assert.All(seeing, folder => Assert.StartsWith("Sync", folder, StringComparison.Ordinal));
    }

    [Fact]
    public void Core_KnowsNeitherPortalNorSandbox()
    {
        Assert.Empty(OwnReferences(CoreAssembly));
        Assert.DoesNotContain("ProjectReference", Project("HumaXledger.Core"));
    }

    [Fact]
    public void Sandbox_SharesNoCodeWithTheOthers()
    {
        Assert.Empty(OwnReferences(typeof(SandboxServer).Assembly));
        Assert.DoesNotContain("ProjectReference", Project("HumaXledger.Sandbox"));
    }

    [Fact]
    public void Portal_CallsNoClientItself()
    {
        Type[] clients =
        [
            typeof(IHumaClient),
            typeof(IHumaClientFactory),
            typeof(IXledgerClient),
            typeof(IXledgerClientFactory),
            typeof(HttpClient),
        ];

        // Sign-in and the tokens for mail use Entra ID, which is neither of the two systems.
        Assert.DoesNotContain(PortalCode.Value, mention =>
            clients.Contains(mention.What)
            && mention.By.Namespace != "HumaXledger.Portal.Access"
            && mention.By != typeof(MailTokens)
        );
    }

    // What a user sees is read from contexts that leave out what they may not see, or by a reading that asks.
    [Fact]
    public void Portal_ReadsForUsers_ThroughLimitedContextsAndReadingsThatTakeTheActor()
    {
        var forUsers = PortalCode
            .Value.Where(mention =>
                mention.By.Namespace!.StartsWith("HumaXledger.Portal.Components", StringComparison.Ordinal)
                || mention.By.Namespace == "HumaXledger.Portal.Exports"
                || (mention.By.DeclaringType ?? mention.By) == typeof(SyncProgressHub)
            )
            .ToList();

        Assert.Contains(forUsers, mention => mention.What == typeof(ReaderContexts));
        Assert.DoesNotContain(forUsers, mention =>
            mention.What == typeof(SyncDbContextFactory)
            || mention.What.Name.StartsWith("IDbContextFactory", StringComparison.Ordinal)
        );
        var readings = forUsers
            .Where(mention => FolderOf(mention.What)?.StartsWith("Sync", StringComparison.Ordinal) == true)
            .SelectMany(mention =>
                mention
                    .What.GetMethods()
                    .Where(method => method.Name == mention.Member && typeof(Task).IsAssignableFrom(method.ReturnType))
            )
            .ToHashSet();
        Assert.True(readings.Count > 40);
        Assert.DoesNotContain(readings, method =>
            !method
                .GetParameters()
                .Any(parameter =>
                    parameter.ParameterType == typeof(Actor) || parameter.ParameterType == typeof(SyncDbContext)
                )
        );
    }

    [Fact]
    public void Cli_UsesOnlyThePureFoldersOfCore()
    {
        string[] pure = ["People", "Matching", "Planning", "Reasons", "Texts"];

        Assert.Equal(["HumaXledger.Core"], OwnReferences(typeof(CommandLine).Assembly));
        Assert.DoesNotContain(CliCode.Value, mention => FolderOf(mention.What) is { } folder && !pure.Contains(folder));
        Assert.DoesNotContain(CliCode.Value, mention => mention.What == typeof(HttpClient));
    }

    [Fact]
    public void Sandbox_IsUsedInThePortalByItsHostAndItsPageOnly()
    {
        string[] allowed =
        [
            "HumaXledger.Portal",
            "HumaXledger.Portal.Hosting",
            "HumaXledger.Portal.Components.Pages.SandboxTour",
        ];
        var naming = PortalCode
            .Value.Where(mention => mention.What.Assembly == typeof(SandboxServer).Assembly)
            .Select(mention => mention.By.Namespace!)
            .Distinct()
            .ToList();

        Assert.Contains("HumaXledger.Portal.Hosting", naming);
        Assert.Empty(naming.Except(allowed));
    }

    // The tests above assert absence. These assert that the reader would find a violation.
    [Fact]
    public void Reader_OfCompiledCode_FindsKnownReferences()
    {
        Assert.Contains(From("Huma"), mention => mention.What == typeof(HttpClient));
        Assert.Contains(From("Huma"), IsOutside);
        Assert.Contains(From("Storage"), IsOutside);
        Assert.Contains(From("Sync/Comparing"), mention => mention.What == typeof(IHumaClient));
        Assert.Contains(From("Sync/Running"), mention =>
            mention.What == typeof(TimeProvider) && mention.Member == nameof(TimeProvider.GetUtcNow)
        );
        Assert.Contains(PortalCode.Value, mention => FolderOf(mention.What) == "Sync/Running");
        Assert.Contains(CliCode.Value, mention => FolderOf(mention.What) == "Planning");
        Assert.Contains("HumaXledger.Core", OwnReferences(typeof(PortalHost).Assembly));
        Assert.Contains("ProjectReference", Project("HumaXledger.Portal"));
    }

    [Theory]
    [InlineData(typeof(Hidden.InALambda))]
    [InlineData(typeof(Hidden.InAnAsyncBody))]
    [InlineData(typeof(Hidden.AsAnArgumentOfAGeneric))]
    [InlineData(typeof(Hidden.AsABase))]
    [InlineData(typeof(Hidden.InACatch))]
    [InlineData(typeof(Hidden.ClockWithoutItsType))]
    public void Reader_OfCompiledCode_FindsHiddenReferences(Type type)
    {
        var mentions = type.GetNestedTypes(BindingFlags.NonPublic | BindingFlags.Public)
            .Append(type)
            .SelectMany(CompiledCode.Of);

        Assert.Contains(mentions, IsOutside);
    }

    private static bool IsOutside(Mention mention) =>
        OutsideNamespaces.Any(outside =>
            mention.What.Namespace == outside
            || mention.What.Namespace?.StartsWith(outside + ".", StringComparison.Ordinal) == true
        )
        || Clocks.Contains(mention.What)
        || (mention.Member is { } member && ClockMembers.Contains(member) && mention.What.Namespace == nameof(System));

    private static IEnumerable<Mention> From(string folder) =>
        Core.Value.Where(mention => FolderOf(mention.By) == folder);

    private static string? FolderOf(Type type) =>
        type.Namespace switch
        {
            CoreName => Root,
            { } name when type.Assembly == CoreAssembly && name.StartsWith(CoreName + ".", StringComparison.Ordinal) =>
                name.Split('.')[2..] switch
                {
                    ["Sync", var inside, ..] => $"Sync/{inside}",
                    [var folder, ..] => folder,
                    _ => null,
                },
            _ => null,
        };

    private static IEnumerable<string> OwnReferences(Assembly assembly) =>
        assembly
            .GetReferencedAssemblies()
            .Select(name => name.Name!)
            .Where(name => name.StartsWith("HumaXledger", StringComparison.Ordinal));

    private static string Project(string name) => File.ReadAllText(Repository.Folder(name, name + ".csproj"));

    private static class Hidden
    {
        internal sealed class InALambda
        {
            public Func<int, object> Make => count => new HttpClient { MaxResponseContentBufferSize = count };
        }

        internal sealed class InAnAsyncBody
        {
            public async Task<long> WaitAsync(Task before)
            {
                await before;
                return Stopwatch.GetTimestamp();
            }
        }

        internal sealed class AsAnArgumentOfAGeneric
        {
            public Dictionary<string, List<TimeProvider[]>>? Field { get; set; }
        }

        internal sealed class AsABase : HttpHeaders;

        internal sealed class InACatch
        {
            public bool Try(Action act)
            {
                try
                {
                    act();
                    return true;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            }
        }

        internal sealed class ClockWithoutItsType
        {
            public int Year => DateTime.UtcNow.Year;
        }
    }
}
