namespace HumaXledger.Portal.Components.Pages.Sync;

/// <summary>The steps before the run; progress and result are the run's own page.</summary>
public enum SyncStep
{
    Compare,
    WhoIsWho,
    Differences,
    AddPeople,
    Review,
}
