using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;

namespace HumaXledger.Core.Storage.Connections;

/// <summary>The rule of one field of one connection; a field without a row follows the connection's default.</summary>
public sealed class FieldPolicy
{
    /// <summary>The connection.</summary>
    public Guid ConnectionId { get; init; }

    /// <summary>The field.</summary>
    public Field Field { get; init; }

    /// <summary>Which side wins, or that an administrator is asked.</summary>
    public PolicyRule Rule { get; set; }
}
