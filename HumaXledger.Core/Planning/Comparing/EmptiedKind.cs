namespace HumaXledger.Core.Planning.Comparing;

/// <summary>Kinds of Xledger inputs that may be cleared in different ways.</summary>
public enum EmptiedKind
{
    Text,
    Date,
    Reference,
}
