using System.Reflection;
using HumaXledger.Core.Access;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Portal;
using HumaXledger.Portal.Jobs;
using HumaXledger.Tests.Browser.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Access;

/// <summary>
/// Every act of Core and every job that a person starts, with every role and with none. The arguments are null: an act
/// that uses them before it checks the permission fails.
/// </summary>
public sealed class ActMatrixTests(RunningPortal portal) : IClassFixture<RunningPortal>
{
    private static readonly Dictionary<string, Permission> Acts = new()
    {
        ["ActivityInspection.*"] = Permission.SeeActivity,
        ["StartRun.*"] = Permission.Synchronize,
        ["RunExecutor.StopAsync"] = Permission.Synchronize,
        ["Compare.StartAsync"] = Permission.Prepare,
        ["ConnectionSettings.*"] = Permission.ChangeSettings,
        ["ConnectionSetup.*"] = Permission.SetUp,
        ["RedecideHeldValues.DecideAsync"] = Permission.Prepare,
        ["RedecideHeldValues.MakePlanAsync"] = Permission.Synchronize,
        ["DriftCheck.StartAsync"] = Permission.Prepare,
        ["DriftCheck.BringAsync"] = Permission.Synchronize,
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
        ["SetupDrafts.*"] = Permission.SetUp,
        ["ConnectionLifecycle.PauseAsync"] = Permission.Synchronize,
        ["ConnectionLifecycle.ResumeAsync"] = Permission.Synchronize,
        ["ConnectionLifecycle.DisconnectAsync"] = Permission.SetUp,
        ["SyncJobs.ApplyAsync"] = Permission.Synchronize,
        ["SyncJobs.CompareAsync"] = Permission.Prepare,
        ["SyncJobs.CheckDriftAsync"] = Permission.Prepare,
        ["Undo.MakePlanAsync"] = Permission.Synchronize,
        ["WebhookKeys.MakeAsync"] = Permission.ChangeSettings,
    };

    /// <summary>Acts that require a second permission, which no role gives together with the first.</summary>
    private static readonly Dictionary<string, Permission> Besides = new() { ["Reveal.*"] = Permission.SeePeople };

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
                !method.IsPrivate && method.GetParameters().Any(parameter => parameter.ParameterType == typeof(Actor))
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
            role is { } held ? new Actor("1", "Kari", null, new HashSet<Role> { held }) : Actor.Nobody
        );

    [Theory]
    [InlineData(Role.SensitiveData, Role.Viewer)]
    [InlineData(Role.SensitiveData, Role.IntegrationReviewer)]
    [InlineData(Role.SensitiveData, Role.IntegrationAdministrator)]
    public Task Act_WithTwoRoles_IsRefusedUnlessTheTableGivesItToThemTogether(params Role[] roles) =>
        AssertAsTheTableSaysAsync(new Actor("1", "Kari", null, roles.ToHashSet()));

    private async Task AssertAsTheTableSaysAsync(Actor actor)
    {
        var wrong = new List<string>();
        foreach (var act in Methods)
        {
            var refused = await IsRefusedAsync(act, actor);
            if (
                refused
                == (
                    actor.MayEverywhere(PermissionOf(Name(act), Acts)!.Value)
                    && (PermissionOf(Name(act), Besides) is not { } second || actor.MayEverywhere(second))
                )
            )
            {
                wrong.Add($"{Name(act)} {(refused ? "is refused" : "is done")}");
            }
        }

        Assert.Empty(wrong);
    }

    private static string Name(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";

    private static Permission? PermissionOf(string act, Dictionary<string, Permission> table) =>
        table.TryGetValue(act, out var own) ? own
        : table.TryGetValue(act[..(act.IndexOf('.', StringComparison.Ordinal) + 1)] + "*", out var all) ? all
        : null;

    private async Task<bool> IsRefusedAsync(MethodInfo act, Actor actor)
    {
        object?[] nothing = [.. act.GetParameters().Select(parameter => Nothing(parameter.ParameterType, actor))];
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

    private static object? Nothing(Type type, Actor actor) =>
        type == typeof(Actor) ? actor
        : type == typeof(CancellationToken) ? Cancellation
        : type == typeof(string) ? ""
        : type.IsValueType ? Activator.CreateInstance(type)
        : null;
}
