using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Sandbox.Xledger.Writing;

/// <summary>
/// Writes employees from their flat input (contracts/xledger.md 4.3). The record that a field belongs to is deduced
/// from the names and order of the fields. Fields that cannot be read back (free texts, lists, routing) are accepted
/// and not stored.
/// </summary>
internal sealed class EmployeeWriting(XledgerRequest request)
{
    private static readonly string[] ValueFields =
    [
        "employmentType",
        "positionValue",
        "positionCategory",
        "compensationType",
        "exitReason",
        "xgl",
        "glObject1",
        "glObject2",
        "glObject3",
        "glObject4",
        "glObject5",
    ];

    private static readonly string[] MoreFields =
    [
        "seniorityDate",
        "anniversaryDate",
        "managerPhone",
        "timesheet",
        "overtime",
        "flextime",
        "timebased",
        "overview",
        "info",
        "internalInfo",
    ];

    private readonly References _references = new(request);
    private readonly PersonParts _parts = new(request);
    private Dictionary<(int Owner, string Code), int>? _codes;

    public EmployeeRow Add(Node node, XledgerEdit edit)
    {
        node.Demand("code");
        node.Demand("description");
        if (request.Switches.AddEmployeesNeedsDateFrom)
            node.Demand("dateFrom");
        var owner = request.Visibility.Own;
        node.Reference(
            "owner",
            reference => _references.Owner(reference),
            entity => owner = entity?.OwnerDbId ?? owner
        );
        CheckCode(node, owner, before: null);
        return Fill(node, edit, edit.Add(new EmployeeRow { OwnerDbId = owner }), added: true);
    }

    public EmployeeRow Update(Node node, XledgerEdit edit)
    {
        var employee = MassMutation.Existing<EmployeeRow>(node, request);
        CheckCode(node, employee.OwnerDbId, employee);
        return Fill(node, edit, employee, added: false);
    }

    private EmployeeRow Fill(Node node, XledgerEdit edit, EmployeeRow employee, bool added)
    {
        var owner = employee.OwnerDbId;
        var changed = edit.Change(employee, row =>
        {
            node.Text("code", value => row.Code = value);
            node.Text("description", value => row.Description = value);
            node.Date("employmentFrom", value => row.EmploymentFrom = value);
            node.Date("employmentTo", value => row.EmploymentTo = value);
            node.Date("dateFrom", value => row.DateFrom = value);
            node.Date("dateTo", value => row.DateTo = value);
            node.Date("trialTo", value => row.TrialTo = value);
            node.Date("noticeDate", value => row.NoticeDate = value);
            node.Each(MoreFields, (field, value) =>
                row.More = value is null ? row.More.Remove(field) : row.More.SetItem(field, value)
            );
            node.Reference(
                "contact",
                reference => _references.Contact("contact", reference, owner),
                contact => row.ContactDbId = contact?.DbId
            );
            node.Reference(
                "subledger",
                reference => _references.Subledger("subledger", reference, owner),
                subledger => row.SubledgerDbId = subledger?.DbId
            );
            node.Reference(
                "superior",
                reference => _references.Employee("superior", reference, owner),
                superior => row.SuperiorDbId = superior?.DbId
            );
            foreach (var field in ValueFields)
                node.Reference(
                    field,
                    reference => _references.ObjectValue(field, reference, owner),
                    value =>
                        row.Values = value is null ? row.Values.Remove(field) : row.Values.SetItem(field, value.DbId)
                );
            foreach (var field in new[] { "employeeGroup", "employeeType", "user", "paySlipDeliveryMethod" })
                node.Reference(field, reference => References.None(field, reference, owner), _ => { });
            if (request.Switches.FlatEmail == FlatInput.Employee)
                node.Text("email", value => row.Email = value);
        });
        var (contact, subledger) = _parts.Write(node, edit, changed, added);
        var follows =
            request.Switches.DescriptionFollowsNames
            && node.Has("firstName", "middleName", "lastName")
            && contact?.Name is not null;
        if (contact?.DbId != changed.ContactDbId || subledger?.DbId != changed.SubledgerDbId || follows)
        {
            changed = edit.Change(changed, row =>
            {
                row.ContactDbId = contact?.DbId;
                row.SubledgerDbId = subledger?.DbId;
                if (follows)
                    row.Description = contact!.Name;
            });
        }

        if (
            request.Switches.SubledgerFollowsEmployeeDescription
            && subledger is not null
            && subledger.Description != changed.Description
        )
            edit.Change(subledger, row => row.Description = changed.Description);
        return changed;
    }

    /// <summary>An employee number is unique within an entity. Checked within the batch too.</summary>
    private void CheckCode(Node node, int owner, EmployeeRow? before)
    {
        if (
            !request.Switches.UniqueEmployeeCodes
            || node.Input["code"] is not string { Length: > 0 } code
            || code == before?.Code
        )
            return;
        _codes ??= request
            .Store.Employees.Rows.Where(row => !string.IsNullOrEmpty(row.Code))
            .GroupBy(row => (row.OwnerDbId, row.Code!))
            .ToDictionary(same => same.Key, same => same.Count());
        if (_codes.GetValueOrDefault((owner, code)) > 0)
            throw XledgerErrors.Refused(Node.Path("code"), $"An employee with code '{code}' exists for owner {owner}.");
        _codes[(owner, code)] = 1;
        if (before?.Code is { Length: > 0 } left)
            _codes[(owner, left)] = _codes.GetValueOrDefault((owner, left)) - 1;
    }
}
