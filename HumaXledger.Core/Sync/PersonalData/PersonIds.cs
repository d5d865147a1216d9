using HumaXledger.Core.People;

namespace HumaXledger.Core.Sync.PersonalData;

/// <summary>One person of a connection by the ids of either system; what links the two is found in the store.</summary>
public readonly record struct PersonIds(HumaId? Huma, XledgerId? Xledger)
{
    /// <summary>As the activity log names a person: two arguments.</summary>
    internal IReadOnlyList<string> Named => [Huma?.Value ?? "–", Xledger?.Value ?? "–"];
}
