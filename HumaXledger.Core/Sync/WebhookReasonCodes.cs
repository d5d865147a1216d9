namespace HumaXledger.Core.People;

/// <content>What became of a message of Huma's webhook.</content>
public static partial class ReasonCodes
{
    /// <summary>Entries without an id that could be used were passed over. How many.</summary>
    public const string MessageWithoutIds = "message.withoutIds";
}
