namespace HumaXledger.Sandbox.Huma.Webhooks;

/// <summary>
/// Maps a change to the topics that are sent for it. Only the first four topics are documented (contracts/huma.md 3.2).
/// </summary>
internal static class WebhookTopics
{
    public const string Create = "users-create",
        Update = "users-update",
        Delete = "users-delete",
        Export = "users-export";

    /// <summary>An invented name; whether a deactivation is announced at all is unknown.</summary>
    public const string Activation = "users-activation";

    /// <summary>Invented names; only the existence of such topics is documented (contracts/huma.md 3.2).</summary>
    public const string Absence = "absence-create",
        Team = "teams-update";

    /// <summary>The topics of a change; none when nothing changed that a webhook announces.</summary>
    public static IEnumerable<string> Of(HumaChange change, HumaSwitches switches)
    {
        if (change.Before is not { } before)
        {
            yield return Create;
            yield break;
        }

        if (change.After is not { } after)
        {
            yield return Delete;
            yield break;
        }

        if (before.Email != after.Email && before.RequestedEmail == after.Email)
            yield return switches.WebhookLoginEmailTopic;
        if (before.Active != after.Active && switches.WebhookDeactivation == DeactivationEvent.OwnTopic)
            yield return Activation;
        if (IsUpdate(before, after, switches))
            yield return Update;
    }

    private static bool IsUpdate(HumaUser before, HumaUser after, HumaSwitches switches)
    {
        var comparable = after with { LastLoggedInAt = before.LastLoggedInAt, InvitedAt = before.InvitedAt };
        if (before.RequestedEmail == after.Email)
            comparable = comparable with { Email = before.Email };
        comparable = comparable with { RequestedEmail = before.RequestedEmail };
        if (!switches.WebhookPositions)
            comparable = comparable with { Positions = before.Positions };
        if (switches.WebhookDeactivation != DeactivationEvent.Update)
            comparable = comparable with { Active = before.Active, DeactivatedAt = before.DeactivatedAt };
        return comparable != before;
    }
}
