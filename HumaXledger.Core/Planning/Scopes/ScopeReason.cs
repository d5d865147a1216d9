using System.Globalization;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Planning.Scopes;

/// <summary>Tells why a person is never synchronized.</summary>
public static class ScopeReason
{
    public static Reason Of(LeftOut leftOut) =>
        leftOut switch
        {
            { Unsure: true } => new Reason(PlanningReasons.ScopeUnsure, Named(leftOut.Rule)),
            { Rule: ScopeRule.InGroup group } => new Reason(PlanningReasons.ScopeGroup, group.Name),
            { Rule: ScopeRule.WithContract contract } => new Reason(PlanningReasons.ScopeContract, contract.Type),
            { Rule: ScopeRule.User or ScopeRule.Employee } => new Reason(PlanningReasons.ScopeListed),
            { Rule: ScopeRule.Ended ended } => new Reason(
                PlanningReasons.ScopeEnded,
                ended.Months.ToString(CultureInfo.InvariantCulture)
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(leftOut), leftOut, null),
        };

    /// <summary>What a rule asks for, in Huma's words.</summary>
    private static string Named(ScopeRule rule) =>
        rule switch
        {
            ScopeRule.InGroup group => group.Name,
            ScopeRule.WithContract contract => contract.Type,
            _ => "",
        };
}
