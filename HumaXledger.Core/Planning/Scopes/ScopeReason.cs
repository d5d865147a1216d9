using System.Globalization;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Planning.Scopes;

/// <summary>Explains on the screen why a person is never synchronized.</summary>
public static class ScopeReason
{
    /// <summary>The reason for an exclusion.</summary>
    public static Reason Of(ScopeExclusion leftOut) =>
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

    /// <summary>The name of the group or contract type in Huma.</summary>
    private static string Named(ScopeRule rule) =>
        rule switch
        {
            ScopeRule.InGroup group => group.Name,
            ScopeRule.WithContract contract => contract.Type,
            _ => "",
        };
}
