//! The operations that move large objects, as the runtime's transfers know them.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{
    Copied, DownloadByRanges, FileScope, FullObject, HeadObject, ListParts, ObjectChecksums,
    Service, Step, Transfers, UploadInParts,
};

use super::{Imports, docs, ident};

const OPERATIONS: &str = "super::operation";
const TYPES: &str = "super::types";

/// The file `transfer.rs`.
pub(super) fn emit(service: &Service, transfers: &Transfers) -> TokenStream {
    let imports = Imports::new(service, FileScope::transfer());
    let docs = docs::inner(&["The operations that move large objects in parts."]);
    let upload = transfers.upload.as_ref();
    let upload = upload.map(|upload| upload_in_parts(upload, &imports));
    let download = transfers.download.as_ref();
    let download = download.map(|download| download_by_ranges(download, &imports));
    let imports = imports.tokens();
    quote!(#docs #imports #upload #download)
}

/// The methods of both clients.
pub(super) fn methods(transfers: &Transfers, imports: &Imports<'_>) -> (TokenStream, TokenStream) {
    let blocking = imports.runtime("client::blocking::Transfer");
    let upload = transfers.upload.as_ref().map(|planned| {
        let input = imports.ty_of(OPERATIONS, &planned.input);
        let upload = imports.runtime("client::Upload");
        let method = quote! {
            /// Uploads an object of any size: in parts that are sent side by side if it is large.
            pub fn upload_in_parts(&self, operation: #input) -> #upload<Self, #input> {
                #upload::new(self.clone(), operation)
            }
        };
        let of_blocking = quote! {
            /// Uploads an object of any size: in parts that are sent side by side if it is large.
            pub fn upload_in_parts(&self, operation: #input) -> #blocking<#upload<Client, #input>> {
                #blocking::new(self.client.upload_in_parts(operation), &self.runtime)
            }
        };
        (method, of_blocking)
    });
    let download = transfers.download.as_ref().map(|planned| {
        let input = imports.ty_of(OPERATIONS, &planned.input);
        let download = imports.runtime("client::Download");
        let method = quote! {
            /// Downloads an object of any size: by ranges that come side by side if it is large.
            pub fn download_by_ranges(&self, operation: #input) -> #download<Self, #input> {
                #download::new(self.clone(), operation)
            }
        };
        let of_blocking = quote! {
            /// Downloads an object of any size: by ranges that come side by side if it is large.
            pub fn download_by_ranges(
                &self,
                operation: #input,
            ) -> #blocking<#download<Client, #input>> {
                #blocking::new(self.client.download_by_ranges(operation), &self.runtime)
            }
        };
        (method, of_blocking)
    });
    let (methods, blocking): (Vec<_>, Vec<_>) = upload.into_iter().chain(download).unzip();
    (quote!(#(#methods)*), quote!(#(#blocking)*))
}

fn upload_in_parts(upload: &UploadInParts, imports: &Imports<'_>) -> TokenStream {
    let upload_in_parts = imports.runtime_trait("client::UploadInParts");
    let body_type = imports.runtime("Body");
    let input = imports.ty_of(OPERATIONS, &upload.input);
    let output = imports.ty_of(OPERATIONS, &upload.output);
    let [create, part, complete, abort] = [
        &upload.create,
        &upload.part,
        &upload.complete,
        &upload.abort,
    ]
    .map(|step| imports.ty_of(OPERATIONS, &step.input));
    let [created, part_output, completed] = [&upload.create, &upload.part, &upload.complete]
        .map(|step| imports.ty_of(OPERATIONS, &step.output));
    let sent = imports.ty_of(TYPES, &upload.sent);
    let body = ident(&upload.body);
    let whole = upload.of_whole.iter().map(|(name, field)| {
        let field = ident(field);
        quote!((#name, self.#field.is_some()))
    });
    let made_create = made(&upload.create, &quote!(), imports);
    let created_id = ident(&upload.created_id);
    let (number, part_body) = (ident(&upload.part_number), ident(&upload.part_body));
    let made_part = made(
        &upload.part,
        &quote! {
            made.#number = Some(number);
            made.#part_body = body;
        },
        imports,
    );
    let sent_number = ident(&upload.sent_number);
    let sent_copied = taken(&quote!(sent), &quote!(output), &upload.sent_copied);
    let parts = ident(&upload.parts);
    let parts_in = imports.ty_of(TYPES, &upload.parts_in);
    let parts_setter = ident(&upload.parts_setter);
    let (length, length_argument) = match &upload.length {
        Some(field) => {
            let field = ident(field);
            (quote!(made.#field = Some(length);), quote!(length))
        }
        None => (quote!(), quote!(_)),
    };
    let made_complete = made(
        &upload.complete,
        &quote! {
            made.#parts = Some(#parts_in::new().#parts_setter(parts));
            #length
        },
        imports,
    );
    let copied = taken(&quote!(output), &quote!(completed), &upload.completed);
    let made_abort = made(&upload.abort, &quote!(), imports);
    let full_object = upload.full_object.as_ref();
    let full_object = full_object.map(|it| full_object_checksums(upload, it, imports));
    let list = upload.list.as_ref();
    let list = list.map(|list| resume_upload(upload, list, imports));
    quote! {
        impl #upload_in_parts for #input {
            type Create = #create;
            type Part = #part;
            type Complete = #complete;
            type Abort = #abort;
            type Sent = #sent;

            #full_object

            fn take_body(&mut self) -> #body_type {
                std::mem::take(&mut self.#body)
            }

            fn set_body(&mut self, body: #body_type) {
                self.#body = body;
            }

            fn member_of_whole(&self) -> Option<&'static str> {
                let members = [#(#whole),*];
                members.into_iter().find_map(|(name, is_set)| is_set.then_some(name))
            }

            fn create(&self) -> #create {
                #made_create
            }

            fn upload_id(created: #created) -> Option<String> {
                created.#created_id
            }

            fn part(&self, upload_id: &str, number: i32, body: #body_type) -> #part {
                #made_part
            }

            fn sent(number: i32, output: #part_output) -> #sent {
                let mut sent = #sent::new();
                sent.#sent_number = Some(number);
                #sent_copied
                sent
            }

            fn complete(&self, upload_id: &str, parts: Vec<#sent>, #length_argument: i64) -> #complete {
                #made_complete
            }

            fn output(completed: #completed) -> #output {
                let mut output = #output::new();
                #copied
                output
            }

            fn abort(&self, upload_id: &str) -> #abort {
                #made_abort
            }
        }

        #list
    }
}

/// The members of the trait that say something of checksums of whole objects.
fn full_object_checksums(
    upload: &UploadInParts,
    full_object: &FullObject,
    imports: &Imports<'_>,
) -> TokenStream {
    let checksum = imports.generated("client::FullObjectChecksum");
    let [create, complete] =
        [&upload.create, &upload.complete].map(|step| imports.ty_of(OPERATIONS, &step.input));
    let checksums = full_object.checksums.iter().map(|it| {
        let name = &it.algorithm;
        let [of_put, of_part, of_complete] = it.fields.each_ref().map(|field| ident(field));
        quote! {
            #checksum::new(
                #name,
                |put| put.#of_put.as_ref(),
                |part| part.#of_part.as_ref(),
                |complete| &mut complete.#of_complete,
            )
        }
    });
    let (algorithm, created) = (ident(&full_object.algorithm), ident(&full_object.created));
    let completed = full_object.completed.as_ref().map(|field| {
        let field = ident(field);
        quote! {
            fn complete_full_object(complete: &mut #complete) {
                complete.#field = Some("FULL_OBJECT".into());
            }
        }
    });
    quote! {
        const FULL_OBJECT: &'static [#checksum<Self>] = &[#(#checksums),*];

        fn checksum_algorithm(&self) -> Option<&str> {
            Some(self.#algorithm.as_ref()?.as_str())
        }

        fn choose_checksum_algorithm(&mut self, name: &'static str) {
            self.#algorithm = Some(name.into());
        }

        fn create_full_object(create: &mut #create) {
            create.#created = Some("FULL_OBJECT".into());
        }

        #completed
    }
}

fn resume_upload(upload: &UploadInParts, list: &ListParts, imports: &Imports<'_>) -> TokenStream {
    let resume_upload = imports.runtime_trait("client::ResumeUpload");
    let sent_part = imports.generated("client::SentPart");
    let input = imports.ty_of(OPERATIONS, &upload.input);
    let sent = imports.ty_of(TYPES, &upload.sent);
    let ty = imports.ty_of(OPERATIONS, &list.step.input);
    let output = imports.ty_of(OPERATIONS, &list.step.output);
    let marker = ident(&list.marker);
    let made = made(&list.step, &quote!(made.#marker = marker;), imports);
    let (is_truncated, next) = (ident(&list.is_truncated), ident(&list.next_marker));
    let (parts, number, length) = (ident(&list.parts), ident(&list.number), ident(&list.length));
    let copied = taken(&quote!(sent), &quote!(part), &list.copied);
    quote! {
        impl #resume_upload for #input {
            type List = #ty;

            fn list(&self, upload_id: &str, marker: Option<String>) -> #ty {
                #made
            }

            fn listed(output: #output) -> (Vec<#sent_part<#sent>>, Option<String>) {
                let parts = output.#parts.into_iter().flatten().map(|part| {
                    let mut sent = #sent::new();
                    #copied
                    #sent_part::new(part.#number, part.#length, sent)
                });
                let next = output.#next.filter(|_| output.#is_truncated == Some(true));
                (parts.collect(), next)
            }
        }
    }
}

fn download_by_ranges(download: &DownloadByRanges, imports: &Imports<'_>) -> TokenStream {
    let download_by_ranges = imports.runtime_trait("client::DownloadByRanges");
    let body_type = imports.runtime("Body");
    let input = imports.ty_of(OPERATIONS, &download.input);
    let output = imports.ty_of(OPERATIONS, &download.output);
    let (range, if_match) = (ident(&download.range), ident(&download.if_match));
    let is_of_part = match &download.part_number {
        Some(field) => {
            let field = ident(field);
            quote!(self.#field.is_some())
        }
        None => quote!(false),
    };
    let content_range = ident(&download.content_range);
    let content_length = ident(&download.content_length);
    let (e_tag, body) = (ident(&download.e_tag), ident(&download.body));
    let describing = imports.generated("client::Described");
    let described = described(&describing, &download.e_tag, &download.checksums, true);
    let head = match &download.head {
        Some(head) => head_object(head, imports),
        None => quote! {
            type Head = #input;

            fn head(&self) -> Option<#input> {
                None
            }

            fn described_by_head(output: #output) -> #describing {
                Self::described(&output)
            }
        },
    };
    quote! {
        impl #download_by_ranges for #input {
            fn range(&self) -> Option<&str> {
                self.#range.as_deref()
            }

            fn is_of_part(&self) -> bool {
                #is_of_part
            }

            fn set_range(&mut self, range: Option<String>) {
                self.#range = range;
            }

            fn set_version(&mut self, e_tag: &str) {
                self.#if_match = Some(e_tag.to_owned());
            }

            fn content_range(output: &#output) -> Option<&str> {
                output.#content_range.as_deref()
            }

            fn e_tag(output: &#output) -> Option<&str> {
                output.#e_tag.as_deref()
            }

            #head

            fn described(output: &#output) -> #describing {
                #described
            }

            fn take_body(output: &mut #output) -> #body_type {
                std::mem::take(&mut output.#body)
            }

            fn set_place(output: &mut #output, length: Option<i64>, content_range: Option<String>) {
                output.#content_length = length;
                output.#content_range = content_range;
            }
        }
    }
}

/// The members of the trait that ask for a description of the object.
fn head_object(head: &HeadObject, imports: &Imports<'_>) -> TokenStream {
    let describing = imports.generated("client::Described");
    let input = imports.ty_of(OPERATIONS, &head.step.input);
    let output = imports.ty_of(OPERATIONS, &head.step.output);
    let mode = ident(&head.checksum_mode);
    let set = set(&head.step, imports);
    let described = described(&describing, &head.e_tag, &head.checksums, false);
    quote! {
        type Head = #input;

        fn head(&self) -> Option<#input> {
            #set
            made.#mode = Some("ENABLED".into());
            Some(made)
        }

        fn described_by_head(output: #output) -> #describing {
            #described
        }
    }
}

/// Describes an object by the fields of an output, which may be borrowed.
fn described(
    describing: &TokenStream,
    e_tag: &str,
    checksums: &ObjectChecksums,
    is_borrowed: bool,
) -> TokenStream {
    let clone = is_borrowed.then(|| quote!(.clone()));
    let e_tag = ident(e_tag);
    let ty = checksums.ty.as_ref().map(|field| {
        let field = ident(field);
        quote!(.full_object(output.#field == Some("FULL_OBJECT".into())))
    });
    let fields = checksums.fields.iter().map(|checksum| {
        let (name, [field]) = (&checksum.algorithm, &checksum.fields);
        let field = ident(field);
        quote!(.checksum(#name, output.#field #clone))
    });
    quote!(#describing::new(output.#e_tag #clone) #ty #(#fields)*)
}

/// Makes the input of an operation of what the upload says.
fn made(step: &Step, more: &TokenStream, imports: &Imports<'_>) -> TokenStream {
    let set = set(step, imports);
    quote! {
        #set
        #more
        made
    }
}

/// Makes the variable `made`, the input of an operation, of what the upload says.
fn set(step: &Step, imports: &Imports<'_>) -> TokenStream {
    let input = imports.ty_of(OPERATIONS, &step.input);
    let copied = step.copied.iter().map(|copied| {
        let (from, to) = (ident(&copied.from), ident(&copied.to));
        let clone = (!copied.is_copy).then(|| quote!(.clone()));
        quote!(made.#to = self.#from #clone;)
    });
    let id = step.upload_id.as_ref().map(|field| {
        let field = ident(field);
        quote!(made.#field = Some(upload_id.to_owned());)
    });
    quote! {
        let mut made = #input::new();
        #(#copied)*
        #id
    }
}

/// Moves fields from a structure to another.
fn taken(to: &TokenStream, from: &TokenStream, copied: &[Copied]) -> TokenStream {
    let lines = copied.iter().map(|copied| {
        let (from_field, to_field) = (ident(&copied.from), ident(&copied.to));
        quote!(#to.#to_field = #from.#from_field;)
    });
    quote!(#(#lines)*)
}
