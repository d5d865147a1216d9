using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Portal.Access;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Portal.Mail;

/// <summary>Whether who started a run may still see its result.</summary>
internal static class StarterRights
{
    // Of the entries of a person these say which roles they had.
    private static readonly string[] OfRoles =
    [
        ActivityCodes.SignedIn,
        ActivityCodes.RolesChanged,
        ActivityCodes.SignInNotConfirmed,
    ];

    /// <summary>
    /// By the roles that the activity log knows last: of the last sign-in or check. True where nothing is known: a
    /// role that was removed after the person left is not noticed.
    /// </summary>
    public static async Task<bool> HoldAsync(
        SyncDbContext context,
        RunRecord run,
        Connection connection,
        CancellationToken cancellation
    )
    {
        if (run.StartedById is not { Length: > 0 } who)
        {
            return true;
        }

        var last = await context
            .Activity.AsNoTracking()
            .Where(act => act.WhoId == who && OfRoles.Contains(act.What))
            .OrderByDescending(act => act.Number)
            .FirstOrDefaultAsync(cancellation);
        if (last is null)
        {
            return true;
        }

        // The roles are the last argument; an entry that ends a sign-in has none.
        string[] names = last.What == ActivityCodes.SignInNotConfirmed ? [] : NamesIn(last.Arguments[^1]);
        return Claims.RolesOf(names).Any(Sees)
            || Claims.GroupRolesOf(names).Any(role => role.Group == connection.AccessGroup && Sees(role.Role));
    }

    // What is too long for the log is cut there, perhaps within a name, which may then be that of another group.
    private static string[] NamesIn(string roles) =>
        roles.Split(", ") is var names && roles.Length >= ActivityRecord.LongestText - 1 ? names[..^1] : names;

    private static bool Sees(Role role) => RoleRules.Gives(role, Permission.SeePeople);
}
