using HumaXledger.Sandbox.Huma;
using HumaXledger.Sandbox.Sample;
using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Sandbox;

/// <summary>
/// What a user of either system can do in its own screens. Edits in Huma send webhooks where one is configured.
/// </summary>
public sealed partial class SandboxWorld
{
    private int _hired;

    /// <summary>Edits one field of a user.</summary>
    /// <param name="text">Null or blank clears the field.</param>
    public EditOutcome EditInHuma(Guid id, SandboxField field, string? text)
    {
        if (Huma.Find(id) is null)
            return EditOutcome.NotFound;
        var change = ChangeOfHuma(field, text);
        return change is null ? EditOutcome.NotValid : Change(id, change);
    }

    /// <summary>The same edit for several users, announced in one webhook message as an import would be.</summary>
    public EditOutcome EditInHuma(IReadOnlyCollection<Guid> ids, SandboxField field, string? text)
    {
        var change = ChangeOfHuma(field, text);
        if (change is null)
            return EditOutcome.NotValid;
        return Huma.ChangeAll(ids, change) ? EditOutcome.Done : EditOutcome.NotUnique;
    }

    private Func<HumaUser, HumaUser>? ChangeOfHuma(SandboxField field, string? text) =>
        SandboxFields
            .InHuma(field)
            .Write(string.IsNullOrWhiteSpace(text) ? null : text, new HumaEdit(Huma, Today, Options.Switches.Huma));

    /// <summary>Writes the value to every record of Xledger that holds the field.</summary>
    /// <param name="text">Null or blank clears the field.</param>
    public EditOutcome EditInXledger(int employeeDbId, SandboxField field, string? text)
    {
        if (Xledger.Employees.Find(employeeDbId) is not { } employee)
            return EditOutcome.NotFound;
        var write = SandboxFields.InXledger(field).Write(string.IsNullOrWhiteSpace(text) ? null : text, Xledger);
        if (write is null)
            return EditOutcome.NotValid;
        Xledger.Edit(edit => write(new EmployeeEdit(Xledger, edit, employee)));
        return EditOutcome.Done;
    }

    /// <summary>Deactivates the user.</summary>
    public EditOutcome DeactivateInHuma(Guid id) =>
        Change(id, user => user with { Active = false, DeactivatedAt = Time.GetUtcNow() });

    /// <summary>Reactivates the user.</summary>
    public EditOutcome ReactivateInHuma(Guid id) =>
        Change(id, user => user with { Active = true, DeactivatedAt = null });

    /// <summary>
    /// The person clicks the link in the confirmation mail, and the requested e-mail address takes effect.
    /// </summary>
    public EditOutcome ConfirmEmailInHuma(Guid id) =>
        Change(id, user =>
            user.RequestedEmail is { } requested ? user with { Email = requested, RequestedEmail = null } : user
        );

    /// <summary>Records a login; from then on a new e-mail address needs confirmation.</summary>
    public EditOutcome LogInToHuma(Guid id) => Change(id, user => user with { LastLoggedInAt = Time.GetUtcNow() });

    /// <summary>Deletes the user.</summary>
    public EditOutcome DeleteInHuma(Guid id) => Huma.Delete(id) ? EditOutcome.Done : EditOutcome.NotFound;

    /// <summary>Sends every user by webhook, as "export" in Huma does.</summary>
    public void ExportFromHuma() => Webhook.Export();

    /// <summary>
    /// Removes the employee with its contact and subledger; the API has no such operation, the screens do.
    /// </summary>
    public EditOutcome DeleteInXledger(int employeeDbId)
    {
        if (Xledger.Employees.Find(employeeDbId) is not { } employee)
            return EditOutcome.NotFound;
        Xledger.Edit(edit =>
        {
            edit.Remove(employee);
            if (Xledger.Contacts.Find(employee.ContactDbId) is { } contact)
                edit.Remove(contact);
            if (Xledger.Subledgers.Find(employee.SubledgerDbId) is { } subledger)
                edit.Remove(subledger);
        });
        return EditOutcome.Done;
    }

    /// <summary>Adds an invented person to Huma only, in Fjellheim Norge AS, and returns the id.</summary>
    public Guid HireInHuma()
    {
        var user = HumaFilling.Hire(this, Newcomer()) with { InvitedAt = Time.GetUtcNow(), LastLoggedInAt = null };
        if (!Huma.TryAdd(user, out var taken))
            throw new InvalidOperationException(
                $"The invented person has values that another user has: {string.Join(", ", taken)}."
            );
        return user.Id;
    }

    /// <summary>Adds an invented person to Xledger only, in Fjellheim Norge AS, and returns the dbId.</summary>
    public int HireInXledger()
    {
        var newcomer = Newcomer();
        var dbId = 0;
        Xledger.Edit(edit => dbId = XledgerFilling.Hire(edit, Xledger, newcomer, Norway));
        return dbId;
    }

    private EntityRow Norway => Xledger.Entities.Find(Xledger.Tokens.All()[0].EntityOwnerDbId)!;

    private EditOutcome Change(Guid id, Func<HumaUser, HumaUser> change)
    {
        if (Huma.Change(id, change, out var taken) is null)
            return EditOutcome.NotFound;
        return taken.Count == 0 ? EditOutcome.Done : EditOutcome.NotUnique;
    }

    private SamplePerson Newcomer()
    {
        // Far above the numbers of the sample, so that codes, phone numbers and addresses are unused.
        var index = 1_000_000 + (Interlocked.Increment(ref _hired) * 50);
        return new PersonFactory(Options.Seed).Newcomer(
            index,
            DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime).AddMonths(1)
        );
    }
}
