namespace HumaXledger.Core.People;

/// <content>Ending a connection.</content>
public static partial class ReasonCodes
{
    /// <summary>What was typed is not the connection's name. The name.</summary>
    public const string NameNotTyped = "connection.nameNotTyped";
}
