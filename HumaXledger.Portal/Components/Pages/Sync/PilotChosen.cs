using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Storage.Plans;

namespace HumaXledger.Portal.Components.Pages.Sync;

/// <summary>The people of a pilot and the plan that was shown for them.</summary>
public sealed record PilotChosen(IReadOnlyCollection<PersonRef> People, SyncPlan Plan, ShownPlan Shown);
