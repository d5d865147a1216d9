using System.Reflection;
using System.Runtime.CompilerServices;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Inbound;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Portal;
using HumaXledger.Portal.Jobs;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Storage.Database;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Access;

/// <summary>
/// Every act and reading of Core and every job that a person starts, with every role and with none. What says which
/// connection an act is about is real: each is called for a connection that the actor's role holds for, and for another
/// one. The other arguments are null: an act that uses them before it checks the permission fails.
/// </summary>
public sealed class ActMatrixTests(RunningPortal portal) : IClassFixture<RunningPortal>
{
    private static readonly Dictionary<string, Permission> Acts = new()
    {
        ["ActivityInspection.*"] = Permission.SeeActivity,
        ["ActivityInspection.OfConnectionAsync"] = Permission.SeeStatus,
        ["Alerts.OpenAsync"] = Permission.SeeStatus,
        ["ComingUp.CountAsync"] = Permission.SeeStatus,
        ["ComingUp.ReadAsync"] = Permission.SeePeople,
        ["Compare.UnderWayAsync"] = Permission.SeeStatus,
        ["ConnectionGroups.*"] = Permission.ChangeSettings,
        ["ConnectionSettings.ReadAsync"] = Permission.SeeStatus,
        ["ConnectionSettings.OvertakenAsync"] = Permission.SeeStatus,
        ["DriftCheck.LastAsync"] = Permission.SeeStatus,
        ["DriftCheck.MissedAsync"] = Permission.SeeStatus,
        ["DriftCheck.UnderWayAsync"] = Permission.SeeStatus,
        ["Erasure.ReviewAsync"] = Permission.ChangeSettings,
        ["FollowUpPlans.ReviewAsync"] = Permission.SeePeople,
        ["OpenDifferences.ReadAsync"] = Permission.SeeStatus,
        ["OpenDifferences.ReadPeopleAsync"] = Permission.SeePeople,
        ["OtherPeople.FindAsync"] = Permission.SeePeople,
        ["OtherPeople.ReadAsync"] = Permission.SeePeople,
        ["OtherPeople.ReadDistinctAsync"] = Permission.SeePeople,
        ["PersonFinder.FindAsync"] = Permission.SeePeople,
        ["PersonTimeline.ReadAsync"] = Permission.SeePeople,
        ["QuickComparison.RequestsAsync"] = Permission.SeeStatus,
        ["RedecideHeldValues.LoadAsync"] = Permission.SeePeople,
        ["RedecideHeldValues.ReviewAsync"] = Permission.SeePeople,
        ["Review.ReadDecisionsOfOthersAsync"] = Permission.SeePeople,
        ["Review.RefreshAsync"] = Permission.SeePeople,
        ["Review.FindOpenAsync"] = Permission.SeePeople,
        ["Review.OpenAsync"] = Permission.SeePeople,
        ["Reconciliation.CountAsync"] = Permission.SeeStatus,
        ["ScopeSettings.GroupsAsync"] = Permission.ChangeSettings,
        ["ScopeSettings.PreviewAsync"] = Permission.SeePeople,
        ["SnapshotCache.NamesAsync"] = Permission.SeePeople,
        ["StartRun.*"] = Permission.Synchronize,
        ["StartRun.ManualUnderWayAsync"] = Permission.SeeStatus,
        ["TokenHealth.LastAsync"] = Permission.SeeStatus,
        ["Undo.ReviewAsync"] = Permission.SeePeople,
        ["RunExecutor.StopAsync"] = Permission.Synchronize,
        ["Compare.StartAsync"] = Permission.Prepare,
        ["ConnectionSettings.*"] = Permission.ChangeSettings,
        ["ConnectionSetup.*"] = Permission.SetUp,
        ["RedecideHeldValues.DecideAsync"] = Permission.Prepare,
        ["RedecideHeldValues.MakePlanAsync"] = Permission.Synchronize,
        ["DriftCheck.StartAsync"] = Permission.Prepare,
        ["Reconciliation.EnqueueAsync"] = Permission.Synchronize,
        ["Erasure.EraseAsync"] = Permission.ChangeSettings,
        ["FollowUpPlans.StoreAsync"] = Permission.Synchronize,
        ["KeyReplacement.*"] = Permission.SetUp,
        ["MainPositions.ChooseAsync"] = Permission.ChangeSettings,
        ["ChangeQueue.*"] = Permission.Synchronize,
        ["OtherPeople.*"] = Permission.Synchronize,
        ["PersonFiles.ReadAsync"] = Permission.SeePeople,
        ["Retry.MakePlanAsync"] = Permission.Synchronize,
        ["Review.DecideAsync"] = Permission.Prepare,
        ["Review.DecideMatchesAsync"] = Permission.Prepare,
        ["Review.ForgetMatchesAsync"] = Permission.Prepare,
        ["Review.ChooseAdditionsAsync"] = Permission.Prepare,
        ["Review.ConfirmGuardAsync"] = Permission.Synchronize,
        ["Review.RememberAsync"] = Permission.ChangeSettings,
        ["ReviewPlans.MakePlanAsync"] = Permission.Synchronize,
        ["ReviewPlans.MakePilotPlanAsync"] = Permission.Synchronize,
        ["ReviewPlans.EndAsync"] = Permission.Synchronize,
        ["Reveal.*"] = Permission.SeeSensitive,
        ["AllowanceCheck.ConfirmAsync"] = Permission.Synchronize,
        ["ScopeSettings.SaveAsync"] = Permission.ChangeSettings,
        ["SettingsDrafts.*"] = Permission.ChangeSettings,
        ["SetupDrafts.*"] = Permission.SetUp,
        ["ConnectionLifecycle.PauseAsync"] = Permission.Synchronize,
        ["ConnectionLifecycle.ResumeAsync"] = Permission.Synchronize,
        ["ConnectionLifecycle.DisconnectAsync"] = Permission.SetUp,
        ["SyncJobs.ApplyAsync"] = Permission.Synchronize,
        ["SyncJobs.CompareAsync"] = Permission.Prepare,
        ["SyncJobs.CheckDriftAsync"] = Permission.Prepare,
        ["Undo.MakePlanAsync"] = Permission.Synchronize,
        ["ValueKeyRotations.*"] = Permission.RotateKeys,
        ["WebhookKeys.MakeAsync"] = Permission.ChangeSettings,
    };

    /// <summary>Acts that require a second permission, which no role gives together with the first.</summary>
    private static readonly Dictionary<string, Permission> Besides = new() { ["Reveal.*"] = Permission.SeePeople };

    /// <summary>Acts on what belongs to no connection, or to all: no role for some connections gives them.</summary>
    private static readonly string[] Everywhere =
    [
        "ActivityInspection.FindAsync",
        "ActivityInspection.NamesAsync",
        "ActivityInspection.VerifyAsync",
        "ActivityInspection.ExportAsync",
        "ConnectionGroups.*",
        "ConnectionSetup.*",
        "SetupDrafts.*",
        "ValueKeyRotations.*",
    ];

    /// <summary>Searches in the connections that the user may see.</summary>
    private static readonly string[] Somewhere = ["PersonFinder.FindAsync"];

    /// <summary>These refuse nobody: what the user may not see is left out of their answer.</summary>
    private static readonly string[] LeavingOut = ["ActivitySubjects.ReadAsync", "PersonTraces.OtherConnectionsAsync"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static IReadOnlyList<MethodInfo> Methods { get; } =
    [
        .. new[] { typeof(Compare).Assembly, typeof(PortalHost).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => (IsInSync(type) || type.Namespace == "HumaXledger.Portal.Jobs") && !type.IsNested)
            .SelectMany(type =>
                type.GetMethods(
                    BindingFlags.Public
                        | BindingFlags.NonPublic
                        | BindingFlags.Instance
                        | BindingFlags.Static
                        | BindingFlags.DeclaredOnly
                )
            )
            .Where(method =>
                !method.IsPrivate
                && !LeavingOut.Contains(Name(method))
                && method.GetParameters().Any(parameter => parameter.ParameterType == typeof(Actor))
            ),
    ];

    public static TheoryData<Role?> Roles => [(Role?)null, .. Enum.GetValues<Role>()];

    [Fact]
    public void Acts_OfCoreAndJobs_AreInTheTable()
    {
        Assert.True(Methods.Count > 30);
        Assert.Contains(Methods, method => method.DeclaringType == typeof(SyncJobs));
        Assert.DoesNotContain(Methods.Select(Name), name => PermissionOf(name, Acts) is null);
    }

    // The actor is an object that is asked for permissions; a name would be trusted unchecked.
    [Fact]
    public void Acts_OfCore_TakeTheActorAndNoNameParameter()
    {
        var methods = typeof(Compare)
            .Assembly.GetTypes()
            .Where(IsInSync)
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static))
            .ToList();

        Assert.True(methods.Count > 200);
        Assert.DoesNotContain(methods, method =>
            method
                .GetParameters()
                .Any(parameter =>
                    parameter.ParameterType == typeof(string) && parameter.Name is "by" or "askedBy" or "who"
                )
        );
    }

    private static bool IsInSync(Type type) =>
        type.Namespace?.StartsWith("HumaXledger.Core.Sync", StringComparison.Ordinal) == true;

    [Theory]
    [MemberData(nameof(Roles))]
    public Task Act_WithThisRoleOrNone_IsRefusedUnlessTheTableGivesIt(Role? role) =>
        AssertAsTheTableSaysAsync(
            role is { } held ? new Actor("1", "Kari", null, new HashSet<Role> { held }) : Actor.Anonymous
        );

    [Theory]
    [InlineData(Role.SensitiveData, Role.Viewer)]
    [InlineData(Role.SensitiveData, Role.IntegrationReviewer)]
    [InlineData(Role.SensitiveData, Role.IntegrationAdministrator)]
    public Task Act_WithTwoRoles_IsRefusedUnlessTheTableGivesItToThemTogether(params Role[] roles) =>
        AssertAsTheTableSaysAsync(new Actor("1", "Kari", null, roles.ToHashSet()));

    // For all connections alike: the subject is one that is in no group.
    private async Task AssertAsTheTableSaysAsync(Actor actor) =>
        Assert.Empty(
            await WrongAsync(actor, await StoredSubject.AddAsync(portal, "Of nobody", null), (_, permission) =>
                actor.MayEverywhere(permission)
            )
        );

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Act_WithThisRoleForAGroup_IsDoneForItsConnectionsOnly(Role? role)
    {
        var own = await StoredSubject.AddAsync(portal, "Own", "own");
        var other = await StoredSubject.AddAsync(portal, "Other", "other");
        Role[] roles = role is { } held ? [held] : [];
        await AssertForGroupsAsync(roles, own, other);
        await AssertForGroupsAsync([.. roles, Role.SensitiveData], own, other);
    }

    private async Task AssertForGroupsAsync(IReadOnlyList<Role> roles, StoredSubject own, StoredSubject other)
    {
        var actor = Actor.Anonymous with
        {
            Id = "1",
            Name = "Kari",
            GroupRoles =
            [
                .. roles.Select(role => new GroupRole(role, "own") { Connections = new HashSet<Guid> { own.Id } }),
            ],
        };
        bool Gives(Permission permission) => roles.Any(role => RoleRules.Gives(role, permission));
        bool May(string act, Permission permission, bool isOwn) =>
            !Is(act, Everywhere) && (isOwn || Is(act, Somewhere)) && Gives(permission);

        Assert.Empty(await WrongAsync(actor, own, (act, permission) => May(act, permission, isOwn: true)));
        Assert.Empty(await WrongAsync(actor, other, (act, permission) => May(act, permission, isOwn: false)));
    }

    private async Task<IReadOnlyList<string>> WrongAsync(
        Actor actor,
        StoredSubject subject,
        Func<string, Permission, bool> may
    )
    {
        var wrong = new List<string>();
        foreach (var act in Methods)
        {
            var name = Name(act);
            var refused = await IsRefusedAsync(act, actor, subject);
            var allowed =
                may(name, PermissionOf(name, Acts)!.Value)
                && (PermissionOf(name, Besides) is not { } second || may(name, second));
            if (refused == allowed)
            {
                wrong.Add($"{name} {(refused ? "is refused" : "is done")}");
            }
        }

        return wrong;
    }

    private static bool Is(string act, string[] table) =>
        table.Contains(act) || table.Contains(act[..(act.IndexOf('.', StringComparison.Ordinal) + 1)] + "*");

    private static string Name(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";

    private static Permission? PermissionOf(string act, Dictionary<string, Permission> table) =>
        table.TryGetValue(act, out var own) ? own
        : table.TryGetValue(act[..(act.IndexOf('.', StringComparison.Ordinal) + 1)] + "*", out var all) ? all
        : null;

    private async Task<bool> IsRefusedAsync(MethodInfo act, Actor actor, StoredSubject subject)
    {
        object?[] nothing = [.. act.GetParameters().Select(parameter => Argument(parameter, actor, subject))];
        try
        {
            switch (act.Invoke(act.IsStatic ? null : portal.Services.GetRequiredService(act.DeclaringType!), nothing))
            {
                case Task task:
                    await task;
                    break;
                case IAsyncEnumerable<object> several:
                    await several.GetAsyncEnumerator(Cancellation).MoveNextAsync();
                    break;
            }

            return false;
        }
        catch (Exception fault)
        {
            return (fault is TargetInvocationException ? fault.InnerException : fault) is ActRefused;
        }
    }

    private static object? Argument(ParameterInfo parameter, Actor actor, StoredSubject subject)
    {
        var type = parameter.ParameterType;
        return type == typeof(Actor) ? actor
            : type == typeof(CancellationToken) ? Cancellation
            : type == typeof(Guid) ? IdOf(parameter, subject)
            : type == typeof(UndoScope) ? new UndoScope(subject.Run.Id)
            : type == typeof(PlanRecord) ? subject.Plan
            : type == typeof(PersonReference) ? new PersonReference(subject.Id, new HumaId("1"), null, "Ola")
            : type == typeof(HeldPerson) ? HeldIn(subject)
            : type == typeof(ReviewSession) ? SessionOf(subject)
            : type == typeof(DriftReport) ? new DriftReport { ConnectionId = subject.Id, Findings = null! }
            : type == typeof(string) ? ""
            : type.IsValueType ? Activator.CreateInstance(type)
            : null;
    }

    // A new kind of id has to be added here: without it nobody would see whose it is.
    private static Guid IdOf(ParameterInfo id, StoredSubject subject) =>
        id.Name switch
        {
            "connectionId" => subject.Id,
            "comparisonId" => subject.Comparison.Id,
            "planId" => subject.Plan.Id,
            "runId" or "run" => subject.Run.Id,
            _ => throw new InvalidOperationException($"What is {id.Name} of {id.Member}?"),
        };

    private static HeldPerson HeldIn(StoredSubject subject) =>
        new(
            subject.Id,
            new HumaId("1"),
            new XledgerId("2"),
            "Ola",
            FieldValues.AllUnknown,
            FieldValues.AllUnknown,
            FieldValues.AllUnknown,
            TestStore.Start.UtcDateTime
        );

    // What it computes needs a comparison; only whose it is matters here.
    private static ReviewSession SessionOf(StoredSubject subject)
    {
        var session = (ReviewSession)RuntimeHelpers.GetUninitializedObject(typeof(ReviewSession));
        foreach (
            var (property, value) in new[]
            {
                ("Record", (object)subject.Comparison),
                ("Connection", subject.Connection),
            }
        )
        {
            typeof(ReviewSession).GetProperty(property)!.SetValue(session, value);
        }

        return session;
    }
}
