using HumaXledger.Sandbox.GraphQL;
using HumaXledger.Sandbox.GraphQL.Validation;
using HumaXledger.Sandbox.Xledger;

namespace HumaXledger.Tests.Sandbox.GraphQL;

public class ValidatorTests
{
    private static readonly Schema Schema = XledgerEngine.Schema(new XledgerSwitches());

    [Theory]
    [InlineData("{ __typename viewer { entity { ownerDbId } } }")]
    [InlineData(
        "query ($after: String) { employees(first: 10, after: $after) "
            + "{ edges { cursor node { ...E } } pageInfo { hasNextPage } } } "
            + "fragment E on Employee { dbId superior { code } }"
    )]
    [InlineData("query ($f: Employee_Filter) { employees(filter: $f, ownerSet: ALL) { edges { cursor } } }")]
    [InlineData("query ($ids: [Int!]) { employees(filter: { dbId_in: $ids }) { edges { cursor } } }")]
    [InlineData("{ employees(filter: { dbId_in: 5, code: null }) { edges { cursor } } }")]
    [InlineData(
        "mutation ($n: UpdateEmployeesInputNode!) { updateEmployees(inputs: { node: $n }) { edges { clientId } } }"
    )]
    [InlineData("mutation ($id: Int64String!) { removeWebhooks(dbIds: [$id]) { numAffected } }")]
    [InlineData("query ($id: ID!) { employee(dbId: $id) { code } }")]
    [InlineData("query ($first: Int = 5) { employees(first: $first) { edges { cursor } } }")]
    [InlineData("{ employees { edges { node { code } } } employees { edges { node { email code } } } }")]
    [InlineData("{ a: employees(first: 1) { edges { cursor } } b: employees(first: 2) { edges { cursor } } }")]
    [InlineData("subscription { employeesMutated { edges { node { dbId } } } }")]
    public void Validate_ValidDocument_GivesNoError(string source) => Assert.Empty(Codes(source));

    [Theory]
    [InlineData("{ nobody }", "FIELDS_ON_CORRECT_TYPE")]
    [InlineData("{ employees { edges { node { firstName } } } }", "FIELDS_ON_CORRECT_TYPE")]
    [InlineData("{ employees { pageInfo { endCursor } } }", "FIELDS_ON_CORRECT_TYPE")]
    [InlineData("{ viewer { __schema { description } } }", "FIELDS_ON_CORRECT_TYPE")]
    [InlineData("{ employees }", "SCALAR_LEAFS")]
    [InlineData("{ __typename { a } }", "SCALAR_LEAFS")]
    [InlineData("{ employees(limit: 1) { edges { cursor } } }", "KNOWN_ARGUMENT_NAMES")]
    [InlineData("{ employees(first: 1, first: 2) { edges { cursor } } }", "UNIQUE_ARGUMENT_NAMES")]
    [InlineData("{ employees(first: \"1\") { edges { cursor } } }", "ARGUMENTS_OF_CORRECT_TYPE")]
    [InlineData("{ employees(first: 99999999999) { edges { cursor } } }", "ARGUMENTS_OF_CORRECT_TYPE")]
    [InlineData("{ employees(ownerSet: EVERYTHING) { edges { cursor } } }", "ARGUMENTS_OF_CORRECT_TYPE")]
    [InlineData("{ employees(ownerSet: \"ALL\") { edges { cursor } } }", "ARGUMENTS_OF_CORRECT_TYPE")]
    [InlineData("{ employees(filter: { code_like: \"1\" }) { edges { cursor } } }", "ARGUMENTS_OF_CORRECT_TYPE")]
    [InlineData(
        "{ employees(filter: { employmentFrom_lte: \"1.2.2026\" }) { edges { cursor } } }",
        "ARGUMENTS_OF_CORRECT_TYPE"
    )]
    [InlineData(
        "{ employees(filter: { modifiedAt_gte: \"2026-01-01T00:00:00Z\" }) { edges { cursor } } }",
        "ARGUMENTS_OF_CORRECT_TYPE"
    )]
    [InlineData("{ employees(filter: { code: \"1\", code: \"2\" }) { edges { cursor } } }", "UNIQUE_INPUT_FIELD_NAMES")]
    [InlineData("{ employees(orderBy: { direction: ASC }) { edges { cursor } } }", "ARGUMENTS_OF_CORRECT_TYPE")]
    [InlineData(
        "mutation { updateEmployees(inputs: { node: { code: \"1\" } }) { edges { clientId } } }",
        "ARGUMENTS_OF_CORRECT_TYPE"
    )]
    [InlineData("mutation { updateEmployees(inputs: null) { edges { clientId } } }", "ARGUMENTS_OF_CORRECT_TYPE")]
    [InlineData("mutation { updateEmployees { edges { clientId } } }", "PROVIDED_NON_NULL_ARGUMENTS")]
    [InlineData("{ ...A } fragment A on Person { a }", "KNOWN_TYPE_NAMES")]
    [InlineData("{ ... on Nothing { a } }", "KNOWN_TYPE_NAMES")]
    [InlineData("query ($a: Nothing) { employee(dbId: $a) { code } }", "KNOWN_TYPE_NAMES")]
    [InlineData("{ ... on OwnerSet { a } }", "FRAGMENTS_ON_COMPOSITE_TYPES")]
    [InlineData("{ ... on Contact { code } }", "POSSIBLE_FRAGMENT_SPREADS")]
    [InlineData("{ ...A } fragment A on Contact { code }", "POSSIBLE_FRAGMENT_SPREADS")]
    [InlineData("{ ...A }", "KNOWN_FRAGMENT_NAMES")]
    [InlineData("{ __typename } fragment A on Query { __typename }", "NO_UNUSED_FRAGMENTS")]
    [InlineData("{ ...A } fragment A on Query { ...A }", "NO_FRAGMENT_CYCLES")]
    [InlineData(
        "{ ...A } fragment A on Query { viewer { ...B } } fragment B on Viewer { entity { ...C } } "
            + "fragment C on Entity { company { ...D } } fragment D on Company { ...D dbId }",
        "NO_FRAGMENT_CYCLES"
    )]
    [InlineData(
        "{ ...A } fragment A on Query { __typename } fragment A on Query { __typename }",
        "UNIQUE_FRAGMENT_NAMES"
    )]
    [InlineData("query A { __typename } query A { __typename }", "UNIQUE_OPERATION_NAMES")]
    [InlineData("{ __typename } query A { __typename }", "LONE_ANONYMOUS_OPERATION")]
    [InlineData("{ employees(first: $n) { edges { cursor } } }", "NO_UNDEFINED_VARIABLES")]
    [InlineData(
        "query A { ...F } fragment F on Query { employees(first: $n) { edges { cursor } } }",
        "NO_UNDEFINED_VARIABLES"
    )]
    [InlineData("query ($n: Int) { __typename }", "NO_UNUSED_VARIABLES")]
    [InlineData("query ($n: Int, $n: Int) { employees(first: $n) { edges { cursor } } }", "UNIQUE_VARIABLE_NAMES")]
    [InlineData("query ($n: Employee) { employees(first: $n) { edges { cursor } } }", "VARIABLES_ARE_INPUT_TYPES")]
    [InlineData(
        "query ($n: Int = \"x\") { employees(first: $n) { edges { cursor } } }",
        "DEFAULT_VALUES_OF_CORRECT_TYPE"
    )]
    [InlineData("query ($n: String) { employees(first: $n) { edges { cursor } } }", "VARIABLES_IN_ALLOWED_POSITION")]
    [InlineData(
        "query ($n: Int) { employees(filter: { dbId_in: $n }) { edges { cursor } } }",
        "VARIABLES_IN_ALLOWED_POSITION"
    )]
    [InlineData(
        "query ($n: [Int]) { employees(filter: { dbId_in: $n }) { edges { cursor } } }",
        "VARIABLES_IN_ALLOWED_POSITION"
    )]
    [InlineData(
        "mutation ($n: [UpdateEmployeesInput!]) { updateEmployees(inputs: $n) { edges { clientId } } }",
        "VARIABLES_IN_ALLOWED_POSITION"
    )]
    [InlineData(
        "mutation ($n: AddEmployeesInputNode!) { updateEmployees(inputs: { node: $n }) { edges { clientId } } }",
        "VARIABLES_IN_ALLOWED_POSITION"
    )]
    [InlineData(
        "query ($d: String) { employees(filter: { employmentFrom: $d }) { edges { cursor } } }",
        "VARIABLES_IN_ALLOWED_POSITION"
    )]
    [InlineData("{ __typename @maybe }", "KNOWN_DIRECTIVES")]
    [InlineData("query @skip(if: true) { __typename }", "DIRECTIVES_IN_ALLOWED_LOCATIONS")]
    [InlineData("{ __typename @skip(if: true) @skip(if: false) }", "UNIQUE_DIRECTIVES_PER_LOCATION")]
    [InlineData("{ __typename @skip }", "PROVIDED_NON_NULL_ARGUMENTS")]
    [InlineData("{ a: contact(dbId: 1) { code } a: employee(dbId: 1) { code } }", "OVERLAPPING_FIELDS_CAN_BE_MERGED")]
    [InlineData(
        "{ employees(first: 1) { edges { cursor } } employees(first: 2) { edges { cursor } } }",
        "OVERLAPPING_FIELDS_CAN_BE_MERGED"
    )]
    [InlineData(
        "{ viewer { entity { x: ownerDbId } } ...A } fragment A on Query { viewer { entity { x: owner { code } } } }",
        "OVERLAPPING_FIELDS_CAN_BE_MERGED"
    )]
    public void Validate_OneRuleBroken_GivesThatRulesCode(string source, string code) =>
        Assert.Equal([code], Codes(source).Distinct());

    [Fact]
    public void Validate_UnknownField_NamesFieldTypeAndLocation()
    {
        var error = Assert.Single(
            Validator.Validate(Schema, Parser.Parse("{\n  employees { edges { node { firstName } } } }"))
        );

        Assert.Equal("Cannot query field 'firstName' on type 'Employee'.", error.Message);
        Assert.Equal([new Location(2, 30)], error.Locations);
    }

    private static IEnumerable<string> Codes(string source) =>
        Validator.Validate(Schema, Parser.Parse(source)).Select(error => error.Code);
}
