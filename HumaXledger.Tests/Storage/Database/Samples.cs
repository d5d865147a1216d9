using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Forecasting;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;

namespace HumaXledger.Tests.Storage.Database;

/// <summary>Invented rows.</summary>
public static class Samples
{
    public static Connection Connection() =>
        new()
        {
            Id = Guid.NewGuid(),
            Name = "Fjellheim AS",
            HumaEnvironment = "Sandbox",
            HumaClientId = "client",
            HumaClientSecret = new ProtectedSecret("cipher of a secret"),
            HumaOrganizationId = "organization",
            XledgerEnvironment = "Sandbox",
            XledgerToken = new ProtectedSecret("cipher of a token"),
            XledgerTokenFingerprint = "fingerprint",
            XledgerEntityId = "900",
            XledgerEntityName = "Fjellheim AS",
            AuthorityConfirmedBy = "Kari",
            AuthorityConfirmedAt = TestStore.Start.UtcDateTime,
            CreatedAt = TestStore.Start.UtcDateTime,
            DefaultPolicy = PolicyRule.Ask,
        };

    public static PlannedChange Change(int sequence, FieldValue? from = null, FieldValue? to = null) =>
        new(
            sequence,
            Side.Xledger,
            ChangeKind.Update,
            new HumaId($"huma-{sequence}"),
            new XledgerId($"{1000 + sequence}"),
            "Åse Ødegård",
            Field.Phone,
            from ?? FieldValue.Nothing,
            to ?? new FieldValue.Of("+47 912 34 567"),
            ChangeCause.Decided,
            new Reason("decided", "Huma")
        );

    public static SyncPlan Plan(params IReadOnlyList<PlannedChange> changes) =>
        new(
            changes,
            [
                new BlockedChange(
                    Side.Huma,
                    null,
                    new XledgerId("1001"),
                    "Åse Ødegård",
                    Field.BankAccount,
                    Obstacle.NeverWritten,
                    new Reason("never", "bankAccount")
                ),
            ],
            [],
            [],
            [new GuardResult(GuardKind.EmailChanged, 3, 1.5, new GuardLimit(20, 10), Tripped: false, Confirmed: false)],
            new Forecast(12, 34, 5_600, 78_000, 9.5),
            "fingerprint of a plan"
        );

    public static RunRecord Run(PlanRecord plan, int number) =>
        new()
        {
            Id = Guid.NewGuid(),
            ConnectionId = plan.ConnectionId,
            PlanId = plan.Id,
            Number = number,
            CreatedAt = TestStore.Start.UtcDateTime,
            StartedBy = "Kari",
            Culture = "nb",
        };
}
