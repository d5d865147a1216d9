namespace HumaXledger.Portal.Components.Pages.Sync;

/// <summary>Addresses of the steps of a synchronization.</summary>
public static class SyncAddress
{
    /// <summary>The address of a step.</summary>
    public static string Of(Guid connectionId, SyncStep step) => $"/connections/{connectionId}/sync/{NameOf(step)}";

    /// <summary>The step that an address ends with; null where there is none of that name.</summary>
    public static SyncStep? Read(string name) =>
        Enum.GetValues<SyncStep>()
            .Where(step => NameOf(step).Equals(name, StringComparison.OrdinalIgnoreCase))
            .Cast<SyncStep?>()
            .SingleOrDefault();

    private static string NameOf(SyncStep step) =>
        step switch
        {
            SyncStep.Compare => "compare",
            SyncStep.WhoIsWho => "match",
            SyncStep.Differences => "conflicts",
            SyncStep.AddPeople => "add",
            _ => "review",
        };
}
