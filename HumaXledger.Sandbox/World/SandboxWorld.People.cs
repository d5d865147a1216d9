using HumaXledger.Sandbox.Huma;
using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Sandbox;

/// <summary>Both systems side by side.</summary>
public sealed partial class SandboxWorld
{
    /// <summary>
    /// A page of the people of both systems. People of the sample are paired by their true identity, later ones by
    /// employment ID or e-mail address. Service users are omitted.
    /// </summary>
    /// <param name="search">Part of a name, e-mail address, number or id; null for all people.</param>
    public (int Total, IReadOnlyList<SandboxPerson> Page) People(string? search, int skip, int take)
    {
        var found = Pairs().Where(pair => Matches(pair.User, pair.Employee, search)).ToList();
        return (found.Count, [.. found.Skip(skip).Take(take).Select(pair => Person(pair.User, pair.Employee))]);
    }

    /// <summary>The person with that id in Huma, or null.</summary>
    public SandboxPerson? PersonByHumaId(Guid id) =>
        Pairs().Where(pair => pair.User?.Id == id).Select(pair => Person(pair.User, pair.Employee)).FirstOrDefault();

    /// <summary>The person with that employee dbId in Xledger, or null.</summary>
    public SandboxPerson? PersonByEmployee(int dbId) =>
        Pairs()
            .Where(pair => pair.Employee?.DbId == dbId)
            .Select(pair => Person(pair.User, pair.Employee))
            .FirstOrDefault();

    private IEnumerable<(HumaUser? User, EmployeeRow? Employee)> Pairs()
    {
        var users = Huma.All().Where(user => user.IsPerson).ToDictionary(user => user.Id);
        var employees = Xledger.Employees.All().ToDictionary(employee => employee.DbId);
        var pairs = new List<(HumaUser?, EmployeeRow?)>(users.Count + 16);
        var halves = new List<EmployeeRow>();
        foreach (var known in Catalogue.Pairs)
        {
            HumaUser? user = null;
            EmployeeRow? employee = null;
            if (known.HumaId is { } id)
                users.Remove(id, out user);
            if (known.EmployeeDbId is { } dbId)
                employees.Remove(dbId, out employee);
            if (user is not null && (employee is not null || known.EmployeeDbId is not null))
                pairs.Add((user, employee));
            else if (user is not null)
                users[user.Id] = user;
            else if (employee is not null && known.HumaId is not null)
                pairs.Add((null, employee));
            else if (employee is not null)
                halves.Add(employee);
        }

        PutTogether(users, [.. halves, .. employees.Values], pairs);
        return pairs;
    }

    private void PutTogether(
        Dictionary<Guid, HumaUser> users,
        IReadOnlyList<EmployeeRow> employees,
        List<(HumaUser?, EmployeeRow?)> pairs
    )
    {
        var byNumber = users
            .Values.Where(user => user.EmploymentId is not null)
            .ToLookup(user => user.EmploymentId!, StringComparer.Ordinal);
        var byEmail = users.Values.ToLookup(user => user.Email, StringComparer.OrdinalIgnoreCase);
        foreach (var employee in employees)
        {
            var email = employee.Email ?? Xledger.Contacts.Find(employee.ContactDbId)?.Email;
            var candidates = (employee.Code is { } code ? byNumber[code] : []).Concat(
                email is null ? [] : byEmail[email]
            );
            var user = candidates.FirstOrDefault(candidate => users.ContainsKey(candidate.Id));
            if (user is not null)
                users.Remove(user.Id);
            pairs.Add((user, employee));
        }

        foreach (var user in users.Values)
            pairs.Add((user, null));
    }

    private SandboxPerson Person(HumaUser? user, EmployeeRow? employee) =>
        new(
            user?.Id,
            employee?.DbId,
            user is not null ? $"{user.GivenName.Trim()} {user.FamilyName.Trim()}" : employee?.Description ?? ""
        )
        {
            Huma = user is null
                ? new Dictionary<SandboxField, string>()
                : SandboxFields.Read(new HumaPerson(user, Huma, Today, Options.Switches.Huma.MainPosition)),
            Xledger = employee is null ? new Dictionary<SandboxField, string>() : SandboxFields.Read(employee, Xledger),
            ActiveInHuma = user?.Active,
            RequestedEmail = user?.RequestedEmail,
            Entity = Xledger.Entities.Find(employee?.OwnerDbId)?.Description,
        };

    private static bool Matches(HumaUser? user, EmployeeRow? employee, string? search)
    {
        if (string.IsNullOrWhiteSpace(search))
            return true;
        return Any(user is null ? null : $"{user.GivenName} {user.FamilyName}")
            || Any(user?.Email)
            || Any(user?.EmploymentId)
            || Any(user?.Id.ToString())
            || Any(employee?.Description)
            || Any(employee?.Email)
            || Any(employee?.Code)
            || Any($"{employee?.DbId}");

        bool Any(string? text) => text?.Contains(search.Trim(), StringComparison.OrdinalIgnoreCase) == true;
    }
}
