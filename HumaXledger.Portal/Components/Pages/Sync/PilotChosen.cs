using HumaXledger.Core.Planning;

namespace HumaXledger.Portal.Components.Pages.Sync;

/// <summary>The people of a pilot and the fingerprint of what was shown to be written for them.</summary>
public sealed record PilotChosen(IReadOnlyCollection<PersonRef> People, string Fingerprint);
